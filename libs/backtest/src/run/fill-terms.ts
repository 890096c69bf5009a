import type { LatencyModel, QueueModel } from '@libs/simulation';

/** What trading costs and how fills are made. */
export interface FillTerms {
  /** Fractions of the traded value, decimal text. */
  readonly makerFee: string;
  readonly takerFee: string;
  /** Ticks that a taker pays beyond the price. */
  readonly slippageTicks: number;
  /** Milliseconds until an order or a cancel reaches the venue; ignored where `latencies` are given. */
  readonly latency: number;
  readonly latencies?: LatencyTerms;
  /** All fills in a bar take at most this fraction of its volume, 0 < x ≤ 1; absent: no limit. */
  readonly participation?: string;
  /**
   * On a tape of prints without a book: size that others have resting at a price, decimal text; absent: the largest of the last 64 prints.
   */
  readonly restingQuantity?: string;
  /** On a tape of a book: who leaves a queue when it shrinks without a print; absent: those at its back, so that nobody advances. */
  readonly queue?: QueueModel;
}

/** How long messages are under way, drawn anew for each from a seed. On its lane none overtakes another. */
export interface LatencyTerms {
  /** From us to the venue. */
  readonly entry: LatencyModel;
  /** From the venue to us: answers to requests, and fills. */
  readonly report: LatencyModel;
  readonly seed: number;
}

/** How positions on contracts are margined. With it every price is held against the margin; what is used up is liquidated. */
export interface MarginTerms {
  readonly mode: 'CROSS' | 'ISOLATED';
  /** From 1 to the most that the market allows, decimal text. */
  readonly leverage: string;
}

/** A settlement of a perpetual contract: who is long at that moment pays `rate` of the position's value at the mark price. */
export interface FundingRate {
  /** Market time, epoch milliseconds. */
  readonly at: number;
  /** Decimal text; negative when shorts pay. */
  readonly rate: string;
}
