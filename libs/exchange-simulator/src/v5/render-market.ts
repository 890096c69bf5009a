import { Decimal } from '@libs/kernel';
import type { BookSide } from '@libs/simulation';
import { barAt, toCandle, type BarSource } from '../market/candles';
import { dayStatistics } from './day-statistics';
import { fundingCap, openInterestAt, referencesOf } from './references';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TWO = Decimal.parse('2');

/** A ticker as REST and the stream tell it; every number from the bars that were played. */
export function renderTicker(source: BarSource, at: number): Record<string, string> {
  const { state } = source;
  const { ticks } = state;
  const { open, high, low, volume } = dayStatistics(source, at);
  const whole = toCandle(source, DAY, { start: at - DAY, open, high, low, close: state.last, volume });
  const change = ticks.fromUnits(state.last - open).dividedBy(ticks.fromUnits(Math.max(open, 1)), 6);
  const common = {
    ...{ symbol: state.instrument.venueSymbol, lastPrice: ticks.text(state.last), prevPrice24h: ticks.text(open) },
    ...{ price24hPcnt: change.toString(), highPrice24h: ticks.text(high), lowPrice24h: ticks.text(low) },
    ...{ turnover24h: whole.turnover, volume24h: whole.volume },
    ...bestOf(source),
  };
  if (state.instrument.category === 'spot')
    return { ...common, usdIndexPrice: state.instrument.quote.startsWith('USD') ? common.lastPrice : '' };
  return { ...common, ...derivativeTicker(source, at, open) };
}

function bestOf({ state: { book, ticks, lots } }: BarSource): Record<string, string> {
  const [bid, ask] = [book.bids.ticks[0], book.asks.ticks[0]];
  return {
    ...{ bid1Price: bid === undefined ? '' : ticks.text(bid), bid1Size: bid === undefined ? '' : lots.text(book.bids.lots[0]!) },
    ...{ ask1Price: ask === undefined ? '' : ticks.text(ask), ask1Size: ask === undefined ? '' : lots.text(book.asks.lots[0]!) },
  };
}

function derivativeTicker(source: BarSource, at: number, dayOpen: number): Record<string, string> {
  const { state, series } = source;
  const hourAgo = barAt(source, series.interval, at - HOUR)?.open ?? dayOpen;
  const { mark, index, fundingRate, fundingInterval, nextFundingAt } = referencesOf(source, at);
  const held = openInterestAt(source, at);
  const heldValue = held.times(mark).roundTo(2);
  return {
    ...{ tickDirection: state.rising ? 'PlusTick' : 'MinusTick', indexPrice: index.toString(), markPrice: mark.toString() },
    ...{
      prevPrice1h: state.ticks.text(hourAgo),
      openInterest: held.times(TWO).toString(),
      openInterestValue: heldValue.times(TWO).toString(),
    },
    ...{ singleOpenInterest: held.toString(), singleOpenInterestValue: heldValue.toString() },
    ...{ fundingRate: fundingRate.toString(), nextFundingTime: String(nextFundingAt), fundingIntervalHour: String(fundingInterval / HOUR) },
    ...{ fundingCap: fundingCap(source).toString(), predictedDeliveryPrice: '', basisRate: '', basisRateYear: '', basis: '' },
    ...{ deliveryFeeRate: '', deliveryTime: '0', preOpenPrice: '', preQty: '', curPreListingPhase: '' },
  };
}

export type LevelText = readonly [price: string, size: string];

export function renderSide(source: BarSource, side: BookSide, depth: number): LevelText[] {
  const { ticks, lots } = source.state;
  const levels: LevelText[] = [];
  const count = Math.min(depth, side.ticks.length);
  for (let level = 0; level < count; level += 1) levels.push([ticks.text(side.ticks[level]!), lots.text(side.lots[level]!)]);
  return levels;
}
