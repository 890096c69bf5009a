import type { Instrument as KernelInstrument, Interval } from '@libs/kernel';
import type { Candle } from './market.types';

export interface CandleRequest {
  readonly symbol: string;
  readonly interval: Interval;
  readonly limit: number;
}

/** Public data of the venue that paper accounts trade on. */
export interface MarketQueries {
  instruments(): Promise<readonly KernelInstrument[]>;
  /** Closed bars, oldest first; empty for an unknown symbol. */
  candles(request: CandleRequest): Promise<readonly Candle[]>;
}

/** The venue did not answer; worth a try later. */
export class MarketUnavailable extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} cannot be had now: the market does not answer; see the health of exchange-simulator.`, options);
    this.name = 'MarketUnavailable';
  }
}
