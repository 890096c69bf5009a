import type { LatencyModel, QueueModel } from '@libs/simulation';

/** Trading costs and the fill model. */
export interface FillTerms {
  /** Fractions of the traded value, decimal text. */
  readonly makerFee: string;
  readonly takerFee: string;
  /** Ticks that a taker pays beyond the price. */
  readonly slippageTicks: number;
  /** Milliseconds until an order or a cancel reaches the venue; ignored if `latencies` are given. */
  readonly latency: number;
  readonly latencies?: LatencyTerms;
  /** Largest fraction of a bar's volume that all fills in it take, 0 < x ≤ 1; absent: no limit. */
  readonly participation?: string;
  /** On a tape of trades without a book: size of others resting at a price, decimal text; absent: the largest of the last 64 trades. */
  readonly restingQuantity?: string;
  /** On a tape with a book: who leaves a queue that shrinks without a trade; absent: those at its back, so that nobody advances. */
  readonly queue?: QueueModel;
}

/** Latencies, drawn for each message from a seed. No message overtakes another on its lane. */
export interface LatencyTerms {
  /** From us to the venue. */
  readonly entry: LatencyModel;
  /** From the venue to us: answers to requests, and fills. */
  readonly report: LatencyModel;
  readonly seed: number;
}

/** How contract positions are margined. Every price is checked against the margin, and a position is liquidated when it is used up. */
export interface MarginTerms {
  readonly mode: 'CROSS' | 'ISOLATED';
  /** From 1 to the market's maximum, decimal text. */
  readonly leverage: string;
}

/** A funding settlement of a perpetual contract: longs pay `rate` of the position's value at the mark price. */
export interface FundingRate {
  /** Market time, epoch milliseconds. */
  readonly at: number;
  /** Decimal text; negative when shorts pay. */
  readonly rate: string;
}
