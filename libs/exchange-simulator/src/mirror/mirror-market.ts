import { Decimal } from '@libs/kernel';
import { BarSeries, Grid, type BookSide, type TickBar } from '@libs/simulation';
import type { FeedMarket, PublicTrade } from '../market/feed';
import type { House, HouseMarket, Side } from '../market/house';
import type { FundingRecord, MarketReference } from '../market/reference';
import { MirroredReference, type TickerData } from './mirrored-reference';

const MIRROR_INTERVAL = 60_000;

/** A candle row of REST: start, open, high, low, close, volume. */
export type CandleCells = readonly string[];

type LevelCells = readonly (readonly [string, string])[];

export interface BookData {
  readonly b: LevelCells;
  readonly a: LevelCells;
  readonly u: number;
}

const NOTHING: BookSide = { ticks: [], lots: [] };

/** One market of the real exchange as it was last heard. */
export class MirrorMarket implements FeedMarket {
  series: BarSeries;
  forming: TickBar | undefined;
  private readonly volumes: Grid;
  private readonly references: MirroredReference;
  private update: number | undefined;

  constructor(private readonly house: House) {
    const { scale } = this.state.instrument.lotSize;
    this.volumes = new Grid(Decimal.fromUnits(1n, scale));
    this.series = new BarSeries(0, MIRROR_INTERVAL, scale, 1);
    this.references = new MirroredReference(this.state);
  }

  get state(): HouseMarket {
    return this.house.market;
  }

  get reference(): MarketReference {
    return this.references.now;
  }

  get fundingHistory(): readonly FundingRecord[] {
    return this.references.history;
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

  /** The exchange's past figures are not kept; the last one stands for them. */
  openInterestAt(): Decimal {
    return this.references.now.openInterest;
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

  /** Takes past funding, newest first. */
  addFunding(records: readonly FundingRecord[]): void {
    this.references.addHistory(records);
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
  applyBook(type: string, data: BookData, at: number): boolean {
    if (type === 'snapshot') {
      this.house.setBook(this.sideOf(data.b, -1), this.sideOf(data.a, 1), at);
    } else if (this.update === undefined || data.u !== this.update + 1) {
      this.forgetBook(at);
      return false;
    } else {
      this.setLevels(data, (lots) => lots === 0);
      this.setLevels(data, (lots) => lots > 0);
    }
    this.update = data.u;
    return true;
  }

  applyTrade(price: string, quantity: string, buyerTook: boolean, at: number): PublicTrade {
    const { state } = this;
    const [ticks, size] = [state.ticks.floorUnits(Decimal.parse(price)), Decimal.parse(quantity)];
    this.house.print(buyerTook ? 1 : -1, ticks, state.lots.floorUnits(size), at);
    state.last = ticks;
    state.rising = buyerTook;
    return { at, ticks, volume: this.volumes.floorUnits(size), buyerTook };
  }

  /** Takes what a ticker says of mark, index and funding, and pays what has come due. */
  applyTicker(ticker: TickerData, at: number): void {
    this.references.apply(ticker);
    this.house.setReference(this.references.now, at);
    for (let due = this.house.fundingDue(at); due !== undefined; due = this.house.fundingDue(at))
      this.house.payFunding(this.references.rateAt(due), at);
  }

  /** To be called when the stream broke: what was heard before is no longer true. */
  forgetBook(at: number): void {
    this.update = undefined;
    this.house.setBook(NOTHING, NOTHING, at);
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
      start: Number(start),
      open: ticks(open),
      high: ticks(high),
      low: ticks(low),
      close: ticks(close),
      volume: this.volumes.floorUnits(Decimal.parse(volume)),
    };
  }

  /** What goes is told before what comes, so that the book is never crossed on the way. */
  private setLevels({ b, a }: BookData, which: (lots: number) => boolean): void {
    const set = (side: Side, levels: LevelCells): void => {
      for (const [price, size] of levels) {
        const lots = this.lotsOf(size);
        if (which(lots)) this.house.setLevel(side, this.ticksOf(price), lots);
      }
    };
    set(1, b);
    set(-1, a);
  }

  private sideOf(levels: LevelCells, direction: 1 | -1): BookSide {
    const known = levels.map(([price, size]) => ({ ticks: this.ticksOf(price), lots: this.lotsOf(size) })).filter(({ lots }) => lots > 0);
    known.sort((one, other) => (one.ticks - other.ticks) * direction);
    return { ticks: known.map(({ ticks }) => ticks), lots: known.map(({ lots }) => lots) };
  }

  private ticksOf(price: string): number {
    return this.state.ticks.floorUnits(Decimal.parse(price));
  }

  private lotsOf(size: string): number {
    return this.state.lots.floorUnits(Decimal.parse(size));
  }
}
