import type { BarSeries, BookSide, TickBar } from '@libs/simulation';
import type { Decimal } from '@libs/kernel';
import { LineReader } from '../source/line-reader';
import { readRawLine, type RawMessage, type RawTrade } from '../source/raw-lines';
import { UnitParser } from '../source/unit-parser';
import type { FeedListener, PublicTrade } from './feed';
import type { House, HouseMarket } from './house';
import { L2Book } from './l2-book';
import { L2Clock } from './l2-clock';
import type { PlayedMarket } from './played-market';
import type { FundingRecord, MarketReference, ReferenceSource } from './reference';
import { TradeBars } from './trade-bars';

export interface L2Options {
  readonly file: string;
  readonly bytes: number;
  /** Begins anew at the end. */
  readonly loops: boolean;
  readonly makeReference: (market: L2Market) => ReferenceSource;
}

const MINUTE = 60_000;

/** What comes next: a line of the file, or the end of a minute before it. */
interface Step {
  readonly time: number;
  /** Undefined for the end of a bar. */
  readonly message: RawMessage | undefined;
}

/** Plays recorded messages of a real exchange: its book is the market's own liquidity, its trades go through the queues. */
export class L2Market implements PlayedMarket {
  reading: Promise<void> | undefined;
  /** Lines read from the file so far, over all its rounds. */
  lines = 0;
  private readonly bars: TradeBars;
  private readonly book: L2Book;
  private readonly ticks: UnitParser;
  private readonly lots: UnitParser;
  /** Volume units of a lot. */
  private readonly lotUnits: number;
  private readonly references: ReferenceSource;
  private readonly clock = new L2Clock();
  private reader: LineReader;
  /** The next line of the file, and the step before which nothing else happens. */
  private line: Step | undefined;
  private ahead: Step | undefined;
  private linesBefore = 0;
  /** Set on the way to a moment: nobody hears of what happens. */
  private seeking: number | undefined;
  private broken = '';
  private isAllowed = false;
  private time = 0;

  constructor(
    private readonly house: House,
    private readonly options: L2Options,
  ) {
    const { tickSize, lotSize } = this.state.instrument;
    this.ticks = new UnitParser(tickSize);
    this.lots = new UnitParser(lotSize);
    this.lotUnits = Number(lotSize.units);
    this.bars = new TradeBars(MINUTE, lotSize.scale);
    const reset = (bids: BookSide, asks: BookSide): void => {
      if (this.seeking === undefined) this.house.setBook(bids, asks, this.time);
    };
    const level = (side: 1 | -1, at: number, size: number): void => {
      if (this.seeking === undefined) this.house.setLevel(side, at, size);
    };
    this.book = new L2Book({ ticks: this.ticks, lots: this.lots }, { reset, level });
    this.reader = new LineReader(options.file);
    this.references = options.makeReference(this);
  }

  get state(): HouseMarket {
    return this.house.market;
  }

  get series(): BarSeries {
    return this.bars.series;
  }

  get forming(): TickBar | undefined {
    return this.bars.forming;
  }

  get closedBars(): number {
    return this.series.length;
  }

  /** Before the first trade, what somebody would pay. */
  get last(): number {
    return this.forming?.close ?? this.book.bids.best ?? 0;
  }

  get reference(): MarketReference {
    return this.references.at(this.time);
  }

  get fundingHistory(): readonly FundingRecord[] {
    return this.references.fundingUntil(this.time);
  }

  get progress(): number | null {
    return this.options.loops ? null : Math.min(1, this.reader.bytesRead / this.options.bytes);
  }

  get trouble(): string {
    if (this.broken !== '') return this.broken;
    const { trouble } = this.book;
    return trouble === '' ? '' : `Waiting for the next snapshot of ${this.state.instrument.symbol}: ${trouble}.`;
  }

  get nextTime(): number | undefined {
    return this.ahead?.time;
  }

  openInterestAt(at: number): Decimal {
    return this.references.openInterestAt(at);
  }

  async prepare(): Promise<void> {
    this.look();
    while (this.reading) await this.reading;
    this.time = this.nextTime ?? 0;
  }

  /** The recording plays itself; its pace is the clock's. */
  setPace(): void {}

  setOpen(isOpen: boolean): void {
    this.isAllowed = isOpen;
    this.state.isOpen = isOpen && this.book.isWhole;
  }

  /** Reads on from the beginning without a trade and shows the book that stood at `time`. */
  async seek(time: number): Promise<void> {
    this.seeking = time;
    for (;;) {
      while (this.reading) await this.reading;
      if (this.nextTime === undefined || this.nextTime > time) break;
      this.play(this.take());
    }
    this.seeking = undefined;
    this.house.setBook(this.book.bids.toSide(), this.book.asks.toSide(), this.time);
    this.state.last = this.last;
    this.house.setReference(this.reference, this.time);
  }

  advance(listener: FeedListener): void {
    const step = this.take();
    const trade = this.play(step);
    const { time, message } = step;
    const isFirst = this.state.last === 0 && this.last > 0;
    if (isFirst) this.state.last = this.last;
    if (trade || isFirst || message === undefined) this.house.setReference(this.reference, time);
    if (message === undefined) {
      for (let due = this.house.fundingDue(time); due !== undefined; due = this.house.fundingDue(time))
        this.house.payFunding(this.references.fundingAt(due), time);
      return listener.barClosed(this, time);
    }
    listener.moved(this, time);
    if (trade) listener.traded(this, trade);
  }

  /** The step that is due. */
  private take(): Step {
    const step = this.ahead!;
    this.time = step.time;
    if (step.message !== undefined) this.line = undefined;
    return step;
  }

  /** Gives the trade that went with it; afterwards the step behind it is known, or being read. */
  private play({ time, message }: Step): PublicTrade | undefined {
    const trade = message === undefined ? this.closeBar() : this.apply(message, time);
    this.look();
    this.setOpen(this.isAllowed);
    return trade;
  }

  private look(): void {
    this.line ??= this.nextLine();
    const { line } = this;
    const { closesAt } = this.bars;
    if (!line) this.ahead = undefined;
    else this.ahead = closesAt !== undefined && closesAt <= line.time ? { time: closesAt, message: undefined } : line;
  }

  /** Undefined while lines are being read, and at the end. */
  private nextLine(): Step | undefined {
    for (;;) {
      const text = this.reader.next();
      if (text === undefined) return this.readOn();
      this.lines += 1;
      const raw = readRawLine(text);
      if (raw) return { time: this.clock.at(raw), message: raw.message };
      this.book.forget(`line ${this.lines} of the recording is no message`);
    }
  }

  private readOn(): undefined {
    if (this.broken !== '' || (this.reader.isOver && !this.beginAgain())) return;
    this.reading = this.reader
      .read()
      .catch((error: unknown) => {
        this.broken = error instanceof Error ? error.message : String(error);
      })
      .then(() => {
        this.reading = undefined;
        this.look();
      });
  }

  /** False when the file is played once, or has nothing to play. */
  private beginAgain(): boolean {
    if (!this.options.loops || this.lines === this.linesBefore) return false;
    this.linesBefore = this.lines;
    this.reader.close();
    this.reader = new LineReader(this.options.file);
    this.clock.nextRound(this.seeking);
    this.book.forget();
    return true;
  }

  private closeBar(): undefined {
    this.bars.close();
  }

  private apply(message: RawMessage, time: number): PublicTrade | undefined {
    switch (message.kind) {
      case 'depth':
        return void this.book.depth(message);
      case 'snapshot':
        return void this.book.snapshot(message);
      case 'quote':
        return void this.book.best(message);
      case 'trade':
        return this.trade(message, time);
      case 'other':
        return undefined;
    }
  }

  /** Trades before the first book are not known to have happened here. */
  private trade({ price, quantity, buyerTook }: RawTrade, at: number): PublicTrade | undefined {
    const [ticks, volume] = [this.ticks.read(price), this.lots.read(quantity)];
    if (!this.book.isWhole || !(ticks > 0) || !(volume > 0)) return undefined;
    this.bars.add(at, ticks, volume * this.lotUnits);
    if (this.seeking !== undefined) return undefined;
    const side = buyerTook ? 1 : -1;
    this.house.print(side, ticks, volume, at);
    this.book.traded(side, ticks);
    this.state.last = ticks;
    this.state.rising = buyerTook;
    return { at, ticks, volume: volume * this.lotUnits, buyerTook };
  }
}
