import {
  firstStepAfter,
  mix32,
  pathLength,
  pathStep,
  setSyntheticDepth,
  type BarSeries,
  type MarketState,
  type TickBar,
} from '@libs/simulation';
import type { BarSource } from './candles';

/** Where the bars come from: a file that ends, or a generator that makes more. */
export interface Tape {
  readonly series: BarSeries;
  /** Whether bar `index` exists; a generator makes it now. */
  has(index: number): boolean;
}

/** What a market tells while it moves; `at` is market time. */
export interface MarketListener {
  moved(market: TapeMarket, at: number): void;
  traded(market: TapeMarket, trade: PublicTrade): void;
  barClosed(market: TapeMarket, at: number): void;
}

export interface PublicTrade {
  readonly at: number;
  readonly ticks: number;
  /** In the series' volume units. */
  readonly volume: number;
  readonly buyerTook: boolean;
}

export interface TapeOptions {
  /** First bar that is played; those before are history. */
  readonly liveFrom: number;
  readonly stepsPerLeg: number;
}

const LEVELS = 50;
const DEPTH_BARS = 10;
/** A best level holds this part of a middling bar's volume. */
const DEPTH_SHARE = 0.05;
const LEAST_DEPTH_LOTS = 20;

/** Plays a tape of bars step by step: book and last price move, bars close. */
export class TapeMarket implements BarSource {
  forming: TickBar | undefined;
  closedBars: number;
  /** Takes effect with the next bar. */
  stepsPerLeg: number;
  private playing: number;
  private step = 0;
  private depthLots = LEAST_DEPTH_LOTS;

  constructor(
    readonly state: MarketState,
    private readonly tape: Tape,
    private readonly options: TapeOptions,
  ) {
    this.closedBars = options.liveFrom;
    this.stepsPerLeg = this.playing = options.stepsPerLeg;
    this.tape.has(options.liveFrom);
    this.startFromHistory();
  }

  get series(): BarSeries {
    return this.tape.series;
  }

  /** Market time of the next step; undefined at the end of the tape. */
  get nextTime(): number | undefined {
    const { series } = this.tape;
    if (this.step === pathLength(this.playing)) return series.startOf(this.closedBars) + series.interval;
    if (!this.tape.has(this.closedBars)) return undefined;
    return pathStep(series.at(this.closedBars), series.interval, this.playing, this.step).time;
  }

  /** Jumps without a trade to where the market stood right after `time`. */
  seek(time: number): void {
    const { series } = this.tape;
    const { liveFrom } = this.options;
    let index = Math.max(liveFrom, series.indexAt(time));
    while (!this.tape.has(index) && index > liveFrom) index -= 1;
    this.closedBars = index;
    this.step = 0;
    this.forming = undefined;
    this.startFromHistory();
    if (!this.tape.has(index)) return;
    const steps = firstStepAfter(series.at(index), series.interval, this.playing, time);
    while (this.step < steps) this.playStep();
    if (time >= series.startOf(index) + series.interval) this.closeBar();
  }

  /** Plays the next step; call only while `nextTime` is defined. */
  advance(listener: MarketListener): void {
    const at = this.nextTime!;
    if (this.step === pathLength(this.playing)) {
      this.closeBar();
      listener.barClosed(this, at);
      return;
    }
    const traded = this.playStep();
    listener.moved(this, at);
    if (traded > 0) listener.traded(this, { at, ticks: this.state.last, volume: traded, buyerTook: this.state.rising });
  }

  private playStep(): number {
    const { series } = this.tape;
    const bar = series.at(this.closedBars);
    if (this.step === 0) this.depthLots = this.depthFor(this.closedBars);
    const { price, volume } = pathStep(bar, series.interval, this.playing, this.step);
    const before = this.forming;
    this.forming = before
      ? { ...before, high: Math.max(before.high, price), low: Math.min(before.low, price), close: price, volume }
      : { start: bar.start, open: price, high: price, low: price, close: price, volume };
    this.setPrice(price);
    this.step += 1;
    return volume - (before?.volume ?? 0);
  }

  private setPrice(price: number): void {
    const { state } = this;
    if (price !== state.last) state.rising = price > state.last;
    state.last = price;
    setSyntheticDepth(state.book, price, state.rising, { levels: LEVELS, baseLots: this.depthLots, salt: mix32(this.closedBars) });
  }

  private closeBar(): void {
    this.closedBars += 1;
    this.playing = this.stepsPerLeg;
    this.step = 0;
    this.forming = undefined;
  }

  /** Stands as after the last bar before this one, with the direction in which that bar ended. */
  private startFromHistory(): void {
    const { series, state } = this;
    if (series.length === 0) return;
    const index = Math.min(Math.max(this.closedBars - 1, 0), series.length - 1);
    const bar = series.at(index);
    this.depthLots = this.depthFor(index);
    state.last = bar.open;
    state.rising = true;
    if (this.closedBars === 0) return this.setPrice(bar.open);
    for (let step = 0; step < pathLength(1); step += 1) this.setPrice(pathStep(bar, series.interval, 1, step).price);
  }

  /** Lots of a best level, from the volume of the last bars. */
  private depthFor(index: number): number {
    const { series, state } = this;
    const from = Math.max(0, index - DEPTH_BARS + 1);
    let volume = 0;
    for (let bar = from; bar <= index; bar += 1) volume += series.volumeAt(bar);
    const average = volume / (index - from + 1) / 10 ** series.volumeScale;
    const lot = Number(state.lots.step.units) / 10 ** state.lots.step.scale;
    return Math.max(LEAST_DEPTH_LOTS, Math.round((average * DEPTH_SHARE) / lot));
  }
}
