import type { MarketEvent, Subscription } from '@libs/sdk';
import { askedDepth } from './capabilities';
import type { Source } from './capabilities';
import type { Member } from './member';
import { normaliseBook, topOf } from './normalise-book';
import type { Listing } from './normalise-market';
import { normaliseQuote, normaliseTicker } from './normalise-ticker';
import { normaliseTrades } from './normalise-trades';
import { MalformedMessage, fields } from './read';
import type { Vendor } from './vendor';

export interface Reading {
  readonly member: Member;
  readonly source: Source;
  readonly subscription: Subscription;
  readonly listing: Listing;
  /** Counts books of venues that do not number them. */
  readonly counter: number;
  readonly now: number;
}

/** Asks for the next message of a subscription; of a stream it may take as long as nothing happens. */
export function ask(vendor: Vendor, { member, source, subscription }: Omit<Reading, 'listing' | 'counter' | 'now'>): Promise<unknown> {
  const { symbol } = subscription.instrument;
  const depth = subscription.kind === 'book' ? askedDepth(member, subscription.depth) : undefined;
  switch (source.call) {
    case 'watchBidsAsks':
      return vendor.watchBidsAsks([symbol]);
    case 'watchTicker':
      return vendor.watchTicker(symbol);
    case 'watchOrderBook':
      return vendor.watchOrderBook(symbol, depth);
    case 'watchTrades':
      return vendor.watchTrades(symbol);
    case 'fetchTicker':
      return vendor.fetchTicker(symbol);
    case 'fetchOrderBook':
      return vendor.fetchOrderBook(symbol, depth);
    case 'fetchTrades':
      return vendor.fetchTrades(symbol);
    case 'watchOHLCV':
    case 'fetchOHLCV':
    case 'fetchTime':
    case 'fetchFundingRateHistory':
      throw new Error(`${source.call} gives no ${subscription.kind}`);
  }
}

/** The events in one message; bars have a reader of their own. */
export function eventsOf(message: unknown, reading: Reading): readonly MarketEvent[] {
  const { subscription, listing, counter, now } = reading;
  const { venueSymbol } = listing.instrument;
  switch (subscription.kind) {
    case 'quote':
      return quotesOf(message, reading);
    case 'trades': {
      const trades = normaliseTrades(message, listing);
      return trades.length === 0 ? [] : [{ type: 'trades', venueSymbol, trades, at: trades.at(-1)!.at }];
    }
    case 'ticker':
      return [{ type: 'ticker', venueSymbol, ...normaliseTicker(message, now) }];
    case 'book':
      return [normaliseBook(message, { listing, depth: subscription.depth, counter, now })];
    case 'bar':
      throw new Error('bars are read by their own reader');
  }
}

function quotesOf(message: unknown, { source, listing, now }: Reading): readonly MarketEvent[] {
  const { symbol, venueSymbol } = listing.instrument;
  switch (source.call) {
    case 'watchBidsAsks': {
      const ticker = fields(message, 'best prices')[symbol];
      if (ticker === undefined) return [];
      return [{ type: 'quote', venueSymbol, ...normaliseQuote(ticker, listing, now) }];
    }
    case 'watchOrderBook':
    case 'fetchOrderBook': {
      const book = normaliseBook(message, { listing, depth: 1, counter: 0, now });
      const quote = topOf(book);
      if (!quote) throw new MalformedMessage('an order book with an empty side');
      return [{ type: 'quote', venueSymbol, quote, at: book.at }];
    }
    default:
      return [{ type: 'quote', venueSymbol, ...normaliseQuote(message, listing, now) }];
  }
}
