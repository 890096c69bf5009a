import type { Bar, Interval, OrderSide, Quote } from '@libs/kernel';

/** One price level as the venue sends it, in decimal text; quantity `"0"` removes the level. */
export type LevelText = readonly [price: string, quantity: string];

/** A public trade; `side` is the taker's, numbers are decimal text, `at` is venue time in milliseconds. */
export interface PublicTrade {
  readonly id: string;
  readonly side: OrderSide;
  readonly price: string;
  readonly quantity: string;
  readonly at: number;
}

/** The state of a symbol with changes already merged; decimal text, absent (never zero) if the venue has not sent it. */
export interface Ticker {
  readonly last?: string;
  readonly mark?: string;
  readonly index?: string;
  readonly fundingRate?: string;
  /** Venue time of the next funding, milliseconds. */
  readonly nextFundingAt?: number;
  readonly openInterest?: string;
  readonly open24h?: string;
  readonly high24h?: string;
  readonly low24h?: string;
  /** Base units. */
  readonly volume24h?: string;
  /** Quote units. */
  readonly turnover24h?: string;
}

/**
 * A whole book, or a change of one. `first` to `last` are the venue's update numbers it covers. `previous` is the update it must follow, if
 * the venue says so; otherwise it follows if `first` is at most one above the last number seen.
 */
export interface BookChange {
  readonly type: 'book';
  readonly venueSymbol: string;
  /** Levels a side of the subscription; two depths of one symbol are two books. */
  readonly depth: number;
  readonly kind: 'snapshot' | 'delta';
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
  readonly first: number;
  readonly last: number;
  readonly previous?: number;
  /** The expected result of `StreamCodec.checksum` after this change. */
  readonly checksum?: number;
  readonly at: number;
}

/** An event of a public stream; `at` is venue time in milliseconds. */
export type MarketEvent =
  | { readonly type: 'quote'; readonly venueSymbol: string; readonly quote: Quote; readonly at: number }
  /** One side of the book is empty: the last best prices are no longer valid. */
  | { readonly type: 'no-quote'; readonly venueSymbol: string; readonly at: number }
  | BookChange
  | { readonly type: 'trades'; readonly venueSymbol: string; readonly trades: readonly PublicTrade[]; readonly at: number }
  | { readonly type: 'ticker'; readonly venueSymbol: string; readonly ticker: Ticker; readonly at: number }
  | {
      readonly type: 'bar';
      readonly venueSymbol: string;
      readonly interval: Interval;
      readonly bar: Bar;
      readonly closed: boolean;
      readonly at: number;
    };
