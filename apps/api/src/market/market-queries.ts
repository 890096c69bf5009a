import { GraphQLError } from 'graphql';
import type { Instrument as KernelInstrument, Interval } from '@libs/kernel';
import type { OrderBook, PublicTrade } from './book.types';
import type { Candle } from './market.types';

export interface CandleRequest {
  readonly symbol: string;
  readonly interval: Interval;
  readonly limit: number;
  /** Only candles that start at or before this market time, epoch milliseconds. */
  readonly end?: number;
}

/** Public data of the venue that paper accounts trade on. */
export interface MarketQueries {
  instruments(): Promise<readonly KernelInstrument[]>;
  /** The newest closed bars, oldest first; empty for an unknown symbol. */
  candles(request: CandleRequest): Promise<readonly Candle[]>;
  /** At most `depth` levels a side; null for an unknown symbol. */
  book(symbol: string, depth: number): Promise<OrderBook | null>;
  /** The newest trades, newest first; null for an unknown symbol. */
  trades(symbol: string, limit: number): Promise<readonly PublicTrade[] | null>;
}

/** The venue did not answer; worth a try later. */
export class MarketUnavailable extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} cannot be had now: the market does not answer; see the health of exchange-simulator.`, options);
    this.name = 'MarketUnavailable';
  }
}

/** The venue has no such data, now or later; `exchanges` tells what each has. */
export class NotOffered extends GraphQLError {
  constructor(venue: string, what: string) {
    super(`${venue} gives no ${what}.`, { extensions: { code: 'NOT_OFFERED', what } });
  }
}
