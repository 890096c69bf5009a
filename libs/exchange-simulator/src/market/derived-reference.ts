import { Decimal } from '@libs/kernel';
import {
  fundingFrom,
  median,
  mix32,
  smoothedAtClose,
  smoothedTicks,
  type Grid,
  type MarketInstrument,
  type PriceView,
} from '@libs/simulation';
import type { FundingRecord, MarketReference, ReferenceSource } from './reference';

/** A market whose reference prices are asked for. */
export interface ReferencedMarket extends PriceView {
  readonly state: { readonly ticks: Grid; readonly lots: Grid; readonly instrument: MarketInstrument };
}

export interface DerivedReferenceOptions {
  readonly market: ReferencedMarket;
  /** The coin's spot market, whose price is the index; without it the market's own smoothed price is. */
  readonly spot?: ReferencedMarket;
  /** Recorded funding rates by time; others are derived. */
  readonly rates?: ReadonlyMap<number, Decimal>;
  /** Recorded distance of the mark price from the market's own, in ticks; undefined where none is known. */
  readonly markBasis?: (at: number) => number | undefined;
  /** Lots that change hands in a day; by default what the oldest bars say. */
  readonly dailyLots?: number;
}

const EIGHT_HOURS = 28_800_000;
const BASIS_BARS = 5;
/** Premiums that are averaged per funding interval, at most. */
const SAMPLES = 96;
const RATE_SCALE = 8;
const INTEREST_PERIOD = 4 * 3_600_000;
/** Open interest in days of volume. */
const INTEREST_DAYS = 0.7;
const DAY = 86_400_000;
const MOST_VOLUME_BARS = 2_000;

/**
 * Index, mark, funding and open interest worked out of the bars by Bybit's formulas: a function of what was played and of
 * the time, so that they stand the same after a restart. https://www.bybit.com/en/help-center/article/Mark-Price-Calculation-Perpetual-Contract
 */
export class DerivedReference implements ReferenceSource {
  private readonly interval: number;
  private readonly cap: number;
  private readonly source: ReferencedMarket;
  private readonly ticksPerTick: number;
  private readonly records: FundingRecord[] = [];
  private dailyVolume: number | undefined;

  constructor(private readonly options: DerivedReferenceOptions) {
    const { market, spot } = options;
    const { funding } = market.state.instrument;
    this.interval = funding?.intervalMs ?? EIGHT_HOURS;
    this.cap = funding?.cap.toNumber() ?? 0;
    this.source = spot ?? market;
    this.ticksPerTick = spot ? tickOf(spot) / tickOf(market) : 1;
  }

  at(time: number): MarketReference {
    const { market } = this.options;
    const index = smoothedTicks(this.source, time) * this.ticksPerTick;
    if (market.state.instrument.category === 'spot') {
      const price = this.price(index);
      return { mark: price, index: price, fundingRate: Decimal.ZERO, nextFundingAt: 0, openInterest: Decimal.ZERO };
    }
    const nextFundingAt = this.boundaryAfter(time);
    const fundingRate = this.fundingAt(nextFundingAt);
    return {
      mark: this.price(this.markTicks(time, index, fundingRate.toNumber())),
      index: this.price(index),
      fundingRate,
      nextFundingAt,
      openInterest: this.openInterestAt(time),
    };
  }

  fundingUntil(time: number): readonly FundingRecord[] {
    const { market } = this.options;
    if (market.state.instrument.category === 'spot' || market.series.length === 0) return [];
    let next = this.records.at(-1)?.at ?? this.boundaryAfter(market.series.firstStart);
    if (this.records.length > 0) next += this.interval;
    for (; next <= time; next += this.interval) this.records.push({ at: next, rate: this.fundingAt(next) });
    return this.records;
  }

  fundingAt(boundary: number): Decimal {
    const recorded = this.options.rates?.get(boundary);
    if (recorded) return recorded;
    const rate = fundingFrom(this.averagePremium(boundary - this.interval, boundary), this.cap);
    return Decimal.fromUnits(BigInt(Math.round(rate * 10 ** RATE_SCALE)), RATE_SCALE);
  }

  /** Wanders slowly about a part of the day's volume, the same at the same time. */
  openInterestAt(time: number): Decimal {
    const { market, dailyLots } = this.options;
    const { series, state } = market;
    if (state.instrument.category === 'spot' || (dailyLots === undefined && series.length === 0)) return Decimal.ZERO;
    this.dailyVolume ??= dailyLots ?? volumePerDay(market);
    const base = this.dailyVolume * INTEREST_DAYS * Math.exp(0.3 * wander(time));
    return state.lots.fromUnits(Math.max(0, Math.round(base)));
  }

  private markTicks(time: number, index: number, rate: number): number {
    const { market, markBasis } = this.options;
    const recorded = markBasis?.(time);
    if (recorded !== undefined) return smoothedTicks(market, time) + recorded;
    const left = (this.boundaryAfter(time) - time) / this.interval;
    return median(index * (1 + rate * left), index + this.averageBasis(), market.last);
  }

  /** Average distance between market and index over the last closed bars. */
  private averageBasis(): number {
    const { series, closedBars } = this.options.market;
    const bars = Math.min(BASIS_BARS, closedBars);
    let sum = 0;
    for (let back = 1; back <= bars; back += 1) sum += series.closeAt(closedBars - back) - this.indexAtClose(closedBars - back);
    return bars === 0 ? 0 : sum / bars;
  }

  private averagePremium(from: number, to: number): number {
    const { series, closedBars } = this.options.market;
    const first = Math.max(0, series.indexAt(from));
    const end = Math.min(closedBars, series.indexAt(to));
    const stride = Math.max(1, Math.floor(this.interval / series.interval / SAMPLES));
    let [sum, count] = [0, 0];
    for (let bar = first; bar < end; bar += stride) {
      const index = this.indexAtClose(bar);
      sum += (series.closeAt(bar) - index) / index;
      count += 1;
    }
    return count === 0 ? 0 : sum / count;
  }

  private indexAtClose(bar: number): number {
    const { series } = this.source;
    return smoothedAtClose(series, Math.min(bar, series.length - 1)) * this.ticksPerTick;
  }

  private boundaryAfter(time: number): number {
    return (Math.floor(time / this.interval) + 1) * this.interval;
  }

  private price(ticks: number): Decimal {
    return this.options.market.state.ticks.fromUnits(Math.max(0, Math.round(ticks)));
  }
}

function tickOf({ state }: ReferencedMarket): number {
  return state.instrument.tickSize.toNumber();
}

/** In lots, from the oldest bars, so that it does not change as the market goes on. */
function volumePerDay({ series, state }: ReferencedMarket): number {
  const bars = Math.min(series.length, MOST_VOLUME_BARS);
  let volume = 0;
  for (let bar = 0; bar < bars; bar += 1) volume += series.volumeAt(bar);
  const perDay = (volume / 10 ** series.volumeScale / bars) * (DAY / series.interval);
  return perDay / state.instrument.lotSize.toNumber();
}

/** −1 to 1, smooth in time. */
function wander(time: number): number {
  const at = time / INTEREST_PERIOD;
  const step = Math.floor(at);
  const value = (index: number): number => mix32(index ^ 0x3c6ef372) / 2 ** 31 - 1;
  const part = at - step;
  const eased = part * part * (3 - 2 * part);
  return value(step) + (value(step + 1) - value(step)) * eased;
}
