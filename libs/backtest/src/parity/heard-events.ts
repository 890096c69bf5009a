import { Decimal, middleOf } from '@libs/kernel';
import type { OrderSide } from '@libs/kernel';
import type { InputBody } from '@libs/engine';
import type { MarketStream, StrategyEvent } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { InvalidTape } from '../run/bar-tape';
import { EventTapeWriter } from '../run/event-tape';
import { HeardBook } from './heard-book';
import type { RecordedEvents } from './recording';

export type MarketWord = Extract<InputBody, { readonly type: 'quote' | 'trades' | 'book' }>;

/** An execution of an own resting order. */
export interface OwnPrint {
  readonly side: OrderSide;
  readonly price: Decimal;
  readonly quantity: Decimal;
}

export type WordTold = Extract<StrategyEvent, { readonly type: 'tick' | 'trades' | 'book' }>;

const WORDS = { tick: 'QUOTE', trades: 'TRADES', book: 'BOOK' } as const;

interface Written {
  readonly place: number;
  readonly at: number;
}

/** Collects what was received of a market that a strategy follows, as a tape that marks what the strategy was told. */
export class HeardEvents {
  private readonly writer: EventTapeWriter;
  private readonly book: HeardBook;
  private readonly depth: number;
  private readonly followsTicks: boolean;
  private readonly followsTrades: boolean;
  /** The newest quote and book; all trades are delivered, in batches if the strategy is slow. */
  private readonly newest: { tick?: Written; book?: Written } = {};
  private waiting: (Written & { readonly trades: number })[] = [];
  private writtenAt = -Infinity;
  /** Start of a data gap, until the data after it is written; null: no gap. */
  private lostFrom: number | null = null;
  private quoted = '';
  private toldQuote = '';
  private middle: Decimal | null = null;
  private heardBook = false;
  private heardTrades = false;
  private problem: string | null = null;

  constructor(
    readonly symbol: string,
    instrument: MarketInstrument,
    streams: readonly MarketStream[],
  ) {
    this.writer = new EventTapeWriter(instrument, { isHeard: true });
    this.book = new HeardBook(this.writer);
    this.depth = Math.max(0, ...streams.map((stream) => ('book' in stream ? stream.book : 0)));
    this.followsTicks = streams.some((stream) => 'ticks' in stream);
    this.followsTrades = streams.some((stream) => 'trades' in stream);
  }

  /** Market time, epoch milliseconds; never decreases. */
  took(word: MarketWord, at: number): void {
    this.attempt(() => {
      this.tellLoss(at);
      // Quotes resume in the very next moment, so nothing was lost; a trade alone does not show the quotes.
      if (word.type !== 'trades') this.lostFrom = null;
      if (word.type === 'quote') this.takeQuote(word, at);
      else if (word.type === 'trades') this.takeTrades(word, at);
      else this.takeBook(word, at);
    });
  }

  /** Others took our resting order: written as a trade if the feed has none, after everything ahead of it at its price has gone. */
  filled({ side, price, quantity }: OwnPrint, at: number): void {
    if (this.followsTrades || this.heardTrades) return;
    this.attempt(() => {
      this.tellLoss(at);
      this.book.left(side, price);
      this.print(side === 'BUY' ? 'SELL' : 'BUY', price, quantity);
      this.end(at);
    });
  }

  /** The session's own quantity now resting at a price. */
  rests(side: OrderSide, price: Decimal, quantity: Decimal): void {
    this.attempt(() => this.book.rests(side, price, quantity));
  }

  /** Nothing is received from that time on, so the book is empty until the next event; own events in the meantime remain. */
  lost(from: number): void {
    this.quoted = '';
    this.lostFrom = Math.max(from, this.writtenAt);
  }

  /** Marks what the strategy was told; returns when it was received, and whether a backtest delivers it too. */
  told(event: WordTold): { readonly at: number; readonly isRepeated: boolean } | null {
    const written = event.type === 'trades' ? this.waited(event.trades.length) : this.newest[event.type];
    if (!written) return null;
    this.writer.tell(written.place, WORDS[event.type]);
    // Quotes between two equal ones were conflated, and a repeated quote is not a tick.
    const isRepeated = event.type === 'tick' && this.quoted === this.toldQuote;
    if (event.type === 'tick') this.toldQuote = this.quoted;
    return { at: written.at, isRepeated };
  }

  recorded(): RecordedEvents {
    this.attempt(() => this.tellLoss(Infinity));
    const { symbol, middle, heardBook, heardTrades, problem } = this;
    const tape = problem !== null || middle === null ? null : this.writer.tape();
    return { symbol, tape, problem, middle, heardBook, heardTrades };
  }

  private takeQuote({ bid, bidSize, ask, askSize }: Extract<MarketWord, { type: 'quote' }>, at: number): void {
    const text = `${bid} ${bidSize} ${ask} ${askSize}`;
    if (text === this.quoted) return;
    this.quoted = text;
    this.middle = middleOf({ bid: Decimal.parse(bid), ask: Decimal.parse(ask) });
    this.book.told([[bid, bidSize]], [[ask, askSize]], 1);
    const place = this.end(at);
    this.newest.tick = { place, at };
    // If the strategy does not follow quotes, only the core processes them, each one.
    if (!this.followsTicks) this.writer.tell(place, 'QUOTE');
  }

  private takeTrades({ trades }: Extract<MarketWord, { type: 'trades' }>, at: number): void {
    this.heardTrades = true;
    for (const { side, price, quantity } of trades) this.print(side, Decimal.parse(price), Decimal.parse(quantity));
    const place = this.end(at);
    if (this.followsTrades) this.waiting.push({ place, at, trades: trades.length });
  }

  private takeBook({ bids, asks }: Extract<MarketWord, { type: 'book' }>, at: number): void {
    if (this.depth === 0) return;
    this.heardBook = true;
    this.book.told(bids, asks, this.depth);
    this.newest.book = { place: this.end(at), at };
  }

  private tellLoss(until: number): void {
    const { lostFrom } = this;
    if (lostFrom === null || until < lostFrom) return;
    this.lostFrom = null;
    this.book.lost();
    this.end(lostFrom);
  }

  private end(at: number): number {
    this.writtenAt = Math.max(this.writtenAt, at);
    return this.writer.end(at);
  }

  private print(taker: OrderSide, price: Decimal, quantity: Decimal): void {
    this.writer.print(taker, price, quantity);
    this.book.printed(taker, price);
  }

  /** The delivered trades are the oldest of the waiting ones. */
  private waited(trades: number): Written | undefined {
    let last: (typeof this.waiting)[number] | undefined;
    for (let left = trades; left > 0 && this.waiting.length > 0; left -= last.trades) last = this.waiting.shift()!;
    return last;
  }

  /** One market without a valid tape must not stop the others from being read. */
  private attempt(act: () => void): void {
    if (this.problem !== null) return;
    try {
      act();
    } catch (error) {
      if (!(error instanceof InvalidTape)) throw error;
      this.problem = error.message;
    }
  }
}
