import { Decimal } from '@libs/sdk';
import type { BookChange, BookSnapshot, LevelText, Quote } from '@libs/sdk';
import type { Listing } from './normalise-market';
import { MalformedMessage, fields, list, millis, positive, told } from './read';

export interface BookReading {
  readonly listing: Listing;
  readonly depth: number;
  /** Stands in for an update number that the venue does not give. */
  readonly counter: number;
  /** Stands in for a time that the venue does not give. */
  readonly now: number;
}

/** ccxt's order book as the whole book that it is, best first, cut to its depth. */
export function normaliseBook(book: unknown, { listing, depth, counter, now }: BookReading): BookChange {
  const { bids, asks, last, at } = bookSnapshot(book, listing, depth, now);
  const number = last === 0 ? counter : last;
  const { venueSymbol } = listing.instrument;
  return { type: 'book', venueSymbol, depth, kind: 'snapshot', bids, asks, first: number, last: number, at };
}

export function bookSnapshot(book: unknown, listing: Listing, depth: number, now: number): BookSnapshot {
  const { bids, asks, nonce, timestamp } = fields(book, 'an order book');
  return {
    bids: levels(list(bids, 'bids'), listing, depth, -1),
    asks: levels(list(asks, 'asks'), listing, depth, 1),
    last: Number.isSafeInteger(nonce) ? (nonce as number) : 0,
    at: told(timestamp) === null ? now : millis(timestamp, 'an order book time'),
  };
}

/** The best of both sides; a book with an empty side has none. */
export function topOf({ bids, asks }: Pick<BookSnapshot, 'bids' | 'asks'>): Quote | null {
  const [bid] = bids;
  const [ask] = asks;
  if (!bid || !ask) return null;
  const [bidPrice, bidSize, askPrice, askSize] = [...bid, ...ask].map((text) => Decimal.parse(text));
  return { bid: bidPrice!, bidSize: bidSize!, ask: askPrice!, askSize: askSize! };
}

/**
 * Sorted here, because ccxt sorts a book of texts as texts. A level of ccxt may carry a count or id behind price and size.
 */
function levels(side: readonly unknown[], { contractSize }: Listing, depth: number, direction: 1 | -1): LevelText[] {
  const read = side.map((level) => {
    const [price, size] = list(level, 'levels');
    return [positive(price, 'a price'), positive(size, 'a size').times(contractSize)] as const;
  });
  const sorted = isSorted(read, direction) ? read : [...read].sort(([a], [b]) => a.compare(b) * direction);
  const best = sorted.slice(0, depth);
  best.forEach(([price], n) => {
    if (n > 0 && price.eq(best[n - 1]![0])) throw new MalformedMessage(`two levels at the price ${price.toString()}`);
  });
  return best.map(([price, size]) => [price.toString(), size.toString()]);
}

function isSorted(side: readonly (readonly [Decimal, Decimal])[], direction: 1 | -1): boolean {
  return side.every(([price], n) => n === 0 || price.compare(side[n - 1]![0]) === direction);
}
