import type { InputBody } from '@libs/engine';
import type { OrderBook } from '@libs/market-data';
import type { MonotonicClock, Timers } from '@libs/platform';

type BookInput = Extract<InputBody, { type: 'book' }>;

/** What a teller reads of a book. */
export type ReadableBook = Pick<OrderBook, 'levels' | 'at' | 'isWhole'>;

export interface BookTellerParts {
  readonly feed: (body: BookInput, at: number) => void;
  readonly timers: Timers;
  readonly monotonic: MonotonicClock;
}

/** A strategy that looks ten times a second misses nothing that it could still act on, and the recording stays small. */
const LEAST_BETWEEN_MS = 100;

interface Told {
  readonly depth: number;
  text: string;
  toldAt: number;
  waits: boolean;
}

/** Makes inputs of books: the wanted levels only, no word repeated, and the newest book only where they come too fast. */
export class BookTeller {
  private readonly told = new Map<string, Told>();
  private isClosed = false;

  constructor(private readonly parts: BookTellerParts) {}

  /** Tells `depth` levels a side of a symbol from now on; the deepest wish counts. */
  want(symbol: string, depth: number): void {
    if (depth > (this.told.get(symbol)?.depth ?? 0)) this.told.set(symbol, { depth, text: '', toldAt: -Infinity, waits: false });
  }

  changed(symbol: string, book: ReadableBook): void {
    const told = this.told.get(symbol);
    if (told === undefined || told.waits) return;
    const since = this.parts.monotonic.now() - told.toldAt;
    if (since >= LEAST_BETWEEN_MS) return this.tell(symbol, told, book);
    told.waits = true;
    this.parts.timers.after(LEAST_BETWEEN_MS - since, () => {
      told.waits = false;
      this.tell(symbol, told, book);
    });
  }

  close(): void {
    this.isClosed = true;
  }

  private tell(symbol: string, told: Told, book: ReadableBook): void {
    // It may have been lost, or a deeper one been asked for, while it waited.
    if (this.isClosed || !book.isWhole || this.told.get(symbol) !== told) return;
    const levels = { bids: book.levels('bids', told.depth), asks: book.levels('asks', told.depth) };
    const text = JSON.stringify(levels);
    if (text === told.text) return;
    told.text = text;
    told.toldAt = this.parts.monotonic.now();
    this.parts.feed({ type: 'book', symbol, ...levels }, book.at);
  }
}
