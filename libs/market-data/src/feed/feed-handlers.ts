import type { Bar, DataTrust, Interval } from '@libs/kernel';
import type { BookChange, PublicTrade, Ticker } from '@libs/sdk';
import type { OrderBook } from '../book/order-book';
import type { StreamNotice } from '../stream/connection-ports';

/** Something that happened to a feed; for logs. `feed` names the subscription. */
export type FeedNotice =
  | StreamNotice
  | { readonly type: 'interrupted' | 'gap' | 'contradicted' | 'restarted'; readonly feed: string; readonly reason: string }
  | { readonly type: 'unfilled' | 'unreadable'; readonly feed: string; readonly error: unknown }
  | { readonly type: 'corrected'; readonly feed: string; readonly bar: Bar }
  /** A trade came after its bar was closed; `bar` is what the bar would be with it, null when it is long over. */
  | { readonly type: 'late'; readonly feed: string; readonly trade: PublicTrade; readonly bar: Bar | null }
  /** A question over REST (clock, instruments, proof of life) was not answered. */
  | { readonly type: 'unanswered'; readonly error: unknown };

export interface MarketFeedHandlers {
  /** Items wait; called once until they are taken. */
  available(): void;
  /** The bar that is still forming, for screens only. */
  forming(symbol: string, interval: Interval, bar: Bar, at: number): void;
  /** The book changed and is whole. */
  book?(symbol: string, book: OrderBook, change: BookChange): void;
  trades?(symbol: string, trades: readonly PublicTrade[], at: number): void;
  ticker?(symbol: string, ticker: Ticker, at: number): void;
  /** As the item of the queue, at once. */
  trust?(symbol: string, trust: DataTrust): void;
  notice(notice: FeedNotice): void;
}
