import type { Bar, DataTrust, Interval } from '@libs/kernel';
import type { BookChange, PublicTrade, Ticker } from '@libs/sdk';
import type { OrderBook } from '../book/order-book';
import type { StreamNotice } from '../stream/connection-ports';

/** An event of a feed, for logs. `feed` names the subscription. */
export type FeedNotice =
  | StreamNotice
  | { readonly type: 'interrupted' | 'gap' | 'contradicted' | 'restarted'; readonly feed: string; readonly reason: string }
  | { readonly type: 'unfilled' | 'unreadable'; readonly feed: string; readonly error: unknown }
  | { readonly type: 'corrected'; readonly feed: string; readonly bar: Bar }
  /** A trade arrived after its bar was closed; `bar` is the bar including it, null if it ended long ago. */
  | { readonly type: 'late'; readonly feed: string; readonly trade: PublicTrade; readonly bar: Bar | null }
  /** A REST request (clock, instruments, liveness) failed. */
  | { readonly type: 'unanswered'; readonly error: unknown };

export interface MarketFeedHandlers {
  /** Items are available; called once until they are taken. */
  available(): void;
  /** The forming bar, for display only. */
  forming(symbol: string, interval: Interval, bar: Bar, at: number): void;
  /** The book changed and is complete. */
  book?(symbol: string, book: OrderBook, change: BookChange): void;
  trades?(symbol: string, trades: readonly PublicTrade[], at: number): void;
  ticker?(symbol: string, ticker: Ticker, at: number): void;
  /** The same as the queue's item, immediately. */
  trust?(symbol: string, trust: DataTrust): void;
  notice(notice: FeedNotice): void;
}
