import type { Quote, Ticker } from '@libs/sdk';
import type { Listing } from './normalise-market';
import { amount, fields, millis, positive, told } from './read';

/** Our names for ccxt's. Funding and open interest are no part of its ticker. */
const NAMES = {
  last: 'last',
  mark: 'markPrice',
  index: 'indexPrice',
  open24h: 'open',
  high24h: 'high',
  low24h: 'low',
  volume24h: 'baseVolume',
  turnover24h: 'quoteVolume',
} as const satisfies Partial<Record<keyof Ticker, string>>;

export interface TickerReading {
  readonly ticker: Ticker;
  readonly at: number;
}

/** What ccxt's ticker tells; what the venue has not told stays absent. */
export function normaliseTicker(ticker: unknown, now: number): TickerReading {
  const from = fields(ticker, 'a ticker');
  const entries = Object.entries(NAMES).flatMap(([ours, theirs]) => {
    const value = told(from[theirs]);
    if (value === null) return [];
    const read = /volume|turnover/.test(ours) ? amount(value, theirs) : positive(value, theirs);
    return [[ours, read.toString()] as const];
  });
  return { ticker: Object.fromEntries(entries), at: timeOf(from['timestamp'], now) };
}

/** Best bid and ask out of a ticker; throws where a price or size is missing. */
export function normaliseQuote(ticker: unknown, { contractSize }: Listing, now: number): { readonly quote: Quote; readonly at: number } {
  const { bid, bidVolume, ask, askVolume, timestamp } = fields(ticker, 'a ticker');
  const quote = {
    bid: positive(bid, 'a bid'),
    bidSize: positive(bidVolume, 'a bid size').times(contractSize),
    ask: positive(ask, 'an ask'),
    askSize: positive(askVolume, 'an ask size').times(contractSize),
  };
  return { quote, at: timeOf(timestamp, now) };
}

function timeOf(timestamp: unknown, now: number): number {
  return told(timestamp) === null ? now : millis(timestamp, 'a ticker time');
}
