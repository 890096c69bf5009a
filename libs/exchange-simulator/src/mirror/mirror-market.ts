import { Decimal } from '@libs/kernel';
import { BarSeries, Grid, type BookSide, type MarketState, type TickBar } from '@libs/simulation';
import type { FeedMarket } from '../market/feed';
import type { PublicTrade } from '../market/tape-market';

export const MIRROR_INTERVAL = 60_000;

/** A candle row of REST: start, open, high, low, close, volume. */
export type CandleCells = readonly string[];

export interface BookData {
  readonly b: readonly (readonly [string, string])[];
  readonly a: readonly (readonly [string, string])[];
  readonly u: number;
}

/** One market of the real exchange as it was last heard. */
export class MirrorMarket implements FeedMarket {
  series: BarSeries;
  forming: TickBar | undefined;
  private readonly volumes: Grid;
  private readonly bids = new Map<number, number>();
  private readonly asks = new Map<number, number>();
  private update: number | undefined;

  constructor(readonly state: MarketState) {
    const { scale } = state.instrument.lotSize;
    this.volumes = new Grid(Decimal.fromUnits(1n, scale));
    this.series = new BarSeries(0, MIRROR_INTERVAL, scale, 1);
  }

  get closedBars(): number {
    return this.series.length;
  }

  get hasHistory(): boolean {
    return this.series.length > 0;
  }

  get hasBook(): boolean {
    return this.update !== undefined && this.state.book.bestBid !== undefined && this.state.book.bestAsk !== undefined;
  }

  /** Takes REST candles, newest first, the first of them unfinished. What does not reach back to the known ones replaces them. */
  addHistory(rows: readonly CandleCells[]): void {
    const [newest, ...closed] = rows.map((row) => this.barOf(row));
    if (!newest) return;
    const oldest = closed.at(-1)?.start ?? newest.start;
    const isApart = oldest > this.series.end;
    if (!this.hasHistory || isApart) this.series = new BarSeries(oldest, MIRROR_INTERVAL, this.series.volumeScale, closed.length + 1_440);
    for (const bar of closed.reverse()) this.close(bar);
    this.forming = newest;
    if (this.state.last === 0) this.state.last = newest.close;
  }

  /** Takes a candle of the stream; true when it closed a bar, undefined when bars before it are missing. */
  applyCandle(cells: CandleCells, confirm: boolean): boolean | undefined {
    const bar = this.barOf(cells);
    if (bar.start < this.series.end) return false;
    if (bar.start > this.series.end) return undefined;
    this.forming = bar;
    return confirm && this.close(bar);
  }

  /** Takes a snapshot or delta; false when one before it was lost. */
  applyBook(type: string, data: BookData): boolean {
    if (type === 'snapshot') {
      this.bids.clear();
      this.asks.clear();
    } else if (this.update === undefined || data.u !== this.update + 1) {
      this.forgetBook();
      return false;
    }
    this.update = data.u;
    this.merge(this.bids, data.b);
    this.merge(this.asks, data.a);
    const { book } = this.state;
    setSide(book.bids, this.bids, -1);
    setSide(book.asks, this.asks, 1);
    book.touch();
    return true;
  }

  applyTrade(price: string, quantity: string, buyerTook: boolean, at: number): PublicTrade {
    const { state } = this;
    state.last = state.ticks.floorUnits(Decimal.parse(price));
    state.rising = buyerTook;
    return { at, ticks: state.last, volume: this.volumes.floorUnits(Decimal.parse(quantity)), buyerTook };
  }

  /** To be called when the stream broke: what was heard before is no longer true. */
  forgetBook(): void {
    this.update = undefined;
    this.state.book.clear();
  }

  private close(bar: TickBar): boolean {
    if (bar.start !== this.series.end) return false;
    this.series.push(bar.open, bar.high, bar.low, bar.close, bar.volume);
    if (this.forming && this.forming.start <= bar.start) this.forming = undefined;
    return true;
  }

  private barOf([start = '', open = '', high = '', low = '', close = '', volume = '']: CandleCells): TickBar {
    const ticks = (text: string): number => this.state.ticks.floorUnits(Decimal.parse(text));
    return {
      ...{ start: Number(start), open: ticks(open), high: ticks(high), low: ticks(low), close: ticks(close) },
      volume: this.volumes.floorUnits(Decimal.parse(volume)),
    };
  }

  private merge(side: Map<number, number>, levels: BookData['b']): void {
    const { ticks, lots } = this.state;
    for (const [price, size] of levels) {
      const units = lots.floorUnits(Decimal.parse(size));
      if (units > 0) side.set(ticks.floorUnits(Decimal.parse(price)), units);
      else side.delete(ticks.floorUnits(Decimal.parse(price)));
    }
  }
}

function setSide(side: BookSide, levels: ReadonlyMap<number, number>, direction: 1 | -1): void {
  const sorted = [...levels.keys()].sort((a, b) => (a - b) * direction);
  side.ticks.splice(0, Infinity, ...sorted);
  side.lots.splice(0, Infinity, ...sorted.map((ticks) => levels.get(ticks)!));
}
