import { stepAfter, type BarPlan, type BarSeries, type BookSide, type TickBar } from '@libs/simulation';
import type { Decimal } from '@libs/kernel';
import type { FeedListener } from './feed';
import type { House, HouseMarket } from './house';
import type { PlayedMarket } from './played-market';
import type { FundingRecord, MarketReference, ReferenceSource } from './reference';
import type { Pace, TapeStyle } from './tape-style';

export type { PublicTrade } from './feed';

/** Where the bars come from: a file that ends, or a generator that makes more. */
export interface Tape {
  readonly series: BarSeries;
  readonly isEndless: boolean;
  /** Whether bar `index` exists; a generator makes it now. */
  has(index: number): boolean;
}

export interface TapeOptions {
  /** First bar that is played; those before are history. */
  readonly liveFrom: number;
  /** Market time per wall time: how finely a bar is played. */
  readonly speed: number;
  readonly style: TapeStyle;
  /** Made once the market stands, since it looks at it. */
  readonly makeReference: (market: TapeMarket) => ReferenceSource;
}

const DEPTH_BARS = 10;
/** A best level holds this part of a middling bar's volume. */
const DEPTH_SHARE = 0.05;
const LEAST_DEPTH_LOTS = 20;
/** Wall milliseconds between two steps of a bar, roughly. */
const STEP_WALL = 50;
const MOST_STEPS_PER_LEG = 20;

function paceOf(interval: number, speed: number): Pace {
  const stepsPerLeg = Math.min(MOST_STEPS_PER_LEG, Math.max(1, Math.round(interval / speed / STEP_WALL / 3)));
  return { interval, speed, stepsPerLeg };
}

/** Plays a tape of bars step by step: book and last price move, trades print, bars close. */
export class TapeMarket implements PlayedMarket {
  forming: TickBar | undefined;
  closedBars: number;
  private readonly bids: BookSide = { ticks: [], lots: [] };
  private readonly asks: BookSide = { ticks: [], lots: [] };
  private readonly references: ReferenceSource;
  private readonly lotsPerUnit: number;
  /** Takes effect with the next bar. */
  private nextPace: Pace;
  private pace: Pace;
  private plan: BarPlan | undefined;
  private step = 0;
  private depthLots = LEAST_DEPTH_LOTS;
  private time: number;
  private spread = 1;
  /** Of the tape itself; trades of clients move the market's last price, not these. */
  private price = 0;
  private rising = true;

  constructor(
    private readonly house: House,
    private readonly tape: Tape,
    private readonly options: TapeOptions,
  ) {
    const { series } = tape;
    this.closedBars = options.liveFrom;
    this.nextPace = this.pace = paceOf(series.interval, options.speed);
    this.tape.has(options.liveFrom);
    this.lotsPerUnit = 10 ** -series.volumeScale / house.market.instrument.lotSize.toNumber();
    this.time = series.startOf(options.liveFrom);
    this.startFromHistory();
    this.references = options.makeReference(this);
  }

  get state(): HouseMarket {
    return this.house.market;
  }

  get series(): BarSeries {
    return this.tape.series;
  }

  get last(): number {
    return this.price;
  }

  get progress(): number | null {
    return this.tape.isEndless ? null : this.closedBars / this.series.length;
  }

  get reference(): MarketReference {
    return this.references.at(this.time);
  }

  get fundingHistory(): readonly FundingRecord[] {
    return this.references.fundingUntil(this.time);
  }

  openInterestAt(at: number): Decimal {
    return this.references.openInterestAt(at);
  }

  get nextTime(): number | undefined {
    const { series } = this.tape;
    if (!this.tape.has(this.closedBars)) return undefined;
    const { times } = this.planned();
    return this.step === times.length ? series.startOf(this.closedBars) + series.interval : times[this.step]!;
  }

  setPace(speed: number): void {
    this.nextPace = paceOf(this.series.interval, speed);
  }

  /** By now the markets beside this one stand at the same time, so that their prices can be referred to. */
  setOpen(isOpen: boolean): void {
    this.state.isOpen = isOpen;
    if (isOpen) this.house.setReference(this.reference, this.time);
  }

  /** Jumps without a trade to where the market stood right after `time`. */
  seek(time: number): void {
    const { series } = this.tape;
    const { liveFrom } = this.options;
    let index = Math.max(liveFrom, series.indexAt(time));
    while (!this.tape.has(index) && index > liveFrom) index -= 1;
    this.closedBars = index;
    this.startBar();
    this.startFromHistory();
    if (!this.tape.has(index)) return;
    const steps = stepAfter(this.planned(), time);
    while (this.step < steps) this.playStep();
    this.show();
    if (time >= series.startOf(index) + series.interval) this.closeBar();
  }

  advance(listener: FeedListener): void {
    const at = this.nextTime!;
    if (this.step === this.planned().times.length) {
      this.closeBar();
      this.house.setReference(this.reference, at);
      this.payFunding(at);
      listener.barClosed(this, at);
      return;
    }
    const volume = this.playStep();
    const { price, rising } = this;
    // The trade meets the book as it stood before.
    if (volume > 0) this.house.print(rising ? 1 : -1, price, Math.floor(volume * this.lotsPerUnit + 1e-9), at);
    this.show();
    this.house.setReference(this.reference, at);
    this.payFunding(at);
    listener.moved(this, at);
    if (volume > 0) listener.traded(this, { at, ticks: price, volume, buyerTook: rising });
  }

  /** Gives the volume that is traded; the venue hears of nothing yet. */
  private playStep(): number {
    const bar = this.series.at(this.closedBars);
    const plan = this.planned();
    if (this.step === 0) this.depthLots = this.depthFor(this.closedBars);
    const price = plan.prices[this.step]!;
    const volume = plan.volumes[this.step]!;
    const before = this.forming;
    this.forming = before
      ? { ...before, high: Math.max(before.high, price), low: Math.min(before.low, price), close: price, volume }
      : { start: bar.start, open: price, high: price, low: price, close: price, volume };
    this.setLast(price, plan.buyerTook?.[this.step] ?? this.directionTo(price));
    this.spread = plan.spreads?.[this.step] ?? 1;
    this.time = plan.times[this.step]!;
    this.step += 1;
    return volume - (before?.volume ?? 0);
  }

  private directionTo(price: number): boolean {
    return price === this.price ? this.rising : price > this.price;
  }

  /** Shows where the tape stands: the last trade was at the ask when a buyer took, else at the bid. */
  private show(): void {
    const { bids, asks, spread, time, depthLots: baseLots, price, rising } = this;
    const ask = Math.max(1 + spread, rising ? price : price + spread);
    this.options.style.fill(bids, asks, { bid: ask - spread, ask, time, bar: this.closedBars, baseLots });
    this.house.setBook(bids, asks, time);
    this.state.last = price;
    this.state.rising = rising;
  }

  private setLast(price: number, buyerTook: boolean): void {
    this.price = price;
    this.rising = buyerTook;
  }

  private planned(): BarPlan {
    return (this.plan ??= this.options.style.plan(this.series.at(this.closedBars), this.pace));
  }

  private closeBar(): void {
    this.closedBars += 1;
    this.time = this.series.startOf(this.closedBars);
    this.startBar();
  }

  private startBar(): void {
    this.pace = this.nextPace;
    this.step = 0;
    this.plan = undefined;
    this.forming = undefined;
  }

  /** Stands as after the last bar before this one, with the direction in which that bar ended. */
  private startFromHistory(): void {
    const { series } = this;
    if (series.length === 0) return;
    const index = Math.min(Math.max(this.closedBars - 1, 0), series.length - 1);
    this.depthLots = this.depthFor(index);
    const { times, prices, buyerTook } = this.options.style.plan(series.at(index), { ...this.pace, stepsPerLeg: 1 });
    const end = this.closedBars === 0 ? 1 : times.length;
    this.setLast(prices[0]!, true);
    for (let step = 0; step < end; step += 1) this.setLast(prices[step]!, buyerTook?.[step] ?? this.directionTo(prices[step]!));
    this.time = times[end - 1]!;
    this.spread = 1;
    this.show();
  }

  private payFunding(at: number): void {
    for (let due = this.house.fundingDue(at); due !== undefined; due = this.house.fundingDue(at))
      this.house.payFunding(this.references.fundingAt(due), at);
  }

  /** Lots of a best level, from the volume of the last bars. */
  private depthFor(index: number): number {
    const { series } = this;
    const from = Math.max(0, index - DEPTH_BARS + 1);
    let volume = 0;
    for (let bar = from; bar <= index; bar += 1) volume += series.volumeAt(bar);
    const average = (volume / (index - from + 1)) * this.lotsPerUnit;
    return Math.max(LEAST_DEPTH_LOTS, Math.round(average * DEPTH_SHARE));
  }
}
