import type { Interval } from '@libs/sdk';

/** What is known of an exchange of ccxt without loading it. */
export interface Member {
  readonly id: string;
  readonly title: string;
  /** Whether ccxt has streams for it. */
  readonly streams: boolean;
  /** Public unified calls that it has, of those that this plugin uses. */
  readonly calls: readonly Call[];
  readonly intervals: readonly Interval[];
  /** Milliseconds between requests. */
  readonly rateLimit: number;
  /** Origins of its first addresses. */
  readonly rest: string;
  readonly socket: string;
  /** Its prices have significant digits instead of a tick. */
  readonly tickless: boolean;
}

export const CALLS = [
  'watchBidsAsks',
  'watchTicker',
  'watchOrderBook',
  'watchTrades',
  'watchOHLCV',
  'fetchTicker',
  'fetchOrderBook',
  'fetchTrades',
  'fetchOHLCV',
  'fetchTime',
  'fetchFundingRateHistory',
] as const;

export type Call = (typeof CALLS)[number];
