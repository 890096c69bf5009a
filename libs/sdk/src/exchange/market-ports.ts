import type { Bar, Category, Instrument, Interval } from '@libs/kernel';
import type { LevelText, MarketEvent, PublicTrade } from './market-events';

/** A subscription to one stream. */
export type Subscription =
  | { readonly kind: 'quote' | 'trades' | 'ticker'; readonly instrument: Instrument }
  | { readonly kind: 'book'; readonly instrument: Instrument; readonly depth: number }
  | { readonly kind: 'bar'; readonly instrument: Instrument; readonly interval: Interval };

/** A REST snapshot of a book, best first; `last` is the number of its newest update, 0 if the venue has none. */
export interface BookSnapshot {
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
  readonly last: number;
  /** Venue time, milliseconds. */
  readonly at: number;
}

/** A page of an exchange's past trades, times in epoch milliseconds. */
export interface TradePage {
  /** Oldest first; none before the requested time. */
  readonly trades: readonly PublicTrade[];
  /** The page is complete from `from` (inclusive) to `to` (exclusive). `from` is later than requested if older trades are not available. */
  readonly from: number;
  /** Start of the next page; trades of exactly this millisecond can be in both. */
  readonly to: number;
  /** True if there are no newer trades. */
  readonly isNewest: boolean;
  /** Why `from` is later than requested, in words. */
  readonly cut?: string;
}

/** One funding settlement of a perpetual contract. */
export interface FundingSettlement {
  /** Venue time, epoch milliseconds. */
  readonly at: number;
  /** Decimal text: the fraction of the value that longs pay to shorts; negative if shorts pay. */
  readonly rate: string;
}

/** Public data by request; only closed bars, oldest first. */
export interface MarketData {
  /** Instruments that can be traded now; a missing one has been halted or delisted. */
  instruments(): Promise<readonly Instrument[]>;
  /** At most `limit` ≤ 1000 closed bars that start at or before `end` (market time, ms; default: the newest). */
  bars(instrument: Instrument, interval: Interval, limit: number, end?: number): Promise<readonly Bar[]>;
  /** At least `depth` levels a side if the venue has them. */
  book(instrument: Instrument, depth: number): Promise<BookSnapshot>;
  /** The newest trades, oldest first. */
  trades(instrument: Instrument, limit: number): Promise<readonly PublicTrade[]>;
  /**
   * Trades from `since` (venue time, ms), one page at a time; absent if the venue has no past trades. A page that is not the newest ends
   * after `since`. Throws if one millisecond has more trades than a page holds.
   */
  tradesSince?(instrument: Instrument, since: number): Promise<TradePage>;
  /**
   * Settlements of a perpetual contract from `from` (inclusive) to `to` (exclusive) (venue time, ms), oldest first; absent if the venue has
   * no past ones. Spans of more than eight days may be incomplete.
   */
  funding?(instrument: Instrument, span: { readonly from: number; readonly to: number }): Promise<readonly FundingSettlement[]>;
  /** Time by which the market's data is stamped, epoch milliseconds; a replaying venue keeps it apart from its clock. */
  marketTime(instrument: Instrument): Promise<number>;
  /** The venue's wall clock, epoch milliseconds. */
  serverTime(): Promise<number>;
}

export type Transport = 'stream' | 'poll';

/** Which data an exchange provides, and how; absent: not provided. */
export interface MarketCapabilities {
  readonly quote?: Transport;
  readonly trades?: Transport;
  readonly ticker?: Transport;
  readonly bar?: Transport;
  readonly book?: Transport;
  /** Supported subscription depths, smallest first. */
  readonly bookDepths: readonly number[];
  readonly intervals: readonly Interval[];
}

/** Limits of one connection. */
export interface StreamLimits {
  readonly topics: number;
  /** Total characters of all topic names. */
  readonly topicCharacters: number;
  /** New connections that the venue allows in five minutes. */
  readonly opensPer5Minutes: number;
}

/** The wire protocol of one connection; `libs/market-data` owns sockets, back-off and liveness. */
export interface StreamCodec<Event> {
  /** Endpoints in order of preference; the others are used if the first cannot be reached. */
  readonly urls: readonly string[];
  readonly limits: StreamLimits;
  /** Frames to send right after opening, before any topic (authentication, by the venue's clock). Resets the connection's state. */
  opening(): readonly string[];
  subscribe(topics: readonly string[]): readonly string[];
  unsubscribe(topics: readonly string[]): readonly string[];
  /** The heartbeat frame, sent every `heartbeatMs`. */
  heartbeat(): string;
  readonly heartbeatMs: number;
  /** Longest silence of a topic that the venue's documentation allows, milliseconds; null if it gives no bound. */
  promisedSilence(topic: string): number | null;
  /** Parses one frame: a control frame into what it confirms or refuses, a data frame into its events. Throws for a malformed frame. */
  parse(frame: string): ParsedFrame<Event>;
  /** The stream sends only changes to books, so the snapshot comes from `MarketData.book`. Absent: the stream sends snapshots. */
  readonly requestsSnapshots?: true;
  /** The checksum of a book, best first; absent if the venue sends none. */
  checksum?(bids: readonly LevelText[], asks: readonly LevelText[]): number;
}

export type ParsedFrame<Event> =
  | { readonly kind: 'data'; readonly topic: string; readonly events: readonly Event[] }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'subscribed'; readonly topics: readonly string[] }
  /** `topics` lists those of the refused request; empty if the venue does not say, or for an authentication. */
  | {
      readonly kind: 'refused';
      readonly what: 'authentication' | 'subscription';
      readonly topics: readonly string[];
      readonly message: string;
    }
  | { readonly kind: 'pong' }
  /** The venue is about to close this connection; a new one takes over. */
  | { readonly kind: 'closing'; readonly message: string }
  | { readonly kind: 'ignored' };

/** A public stream whose connections this platform manages. */
export interface CodecStreams {
  readonly kind: 'codec';
  /** Creates the codec of one more connection; each connection has its own. */
  codec(options: ExchangeOptions, category: Category): StreamCodec<MarketEvent>;
  /** The topic name of a subscription; the codec uses it for frames. */
  topic(subscription: Subscription): string;
}

/** A public stream whose connections a vendor library manages. */
export interface VendorStreams {
  readonly kind: 'vendor';
  open(options: ExchangeOptions, handlers: VendorStreamHandlers): VendorStream;
}

export interface VendorStreamHandlers {
  events(subscription: Subscription, events: readonly MarketEvent[]): void;
  /** Data flows, or flows again; earlier messages may have been missed. */
  connected(subscription: Subscription): void;
  /** Data stopped flowing; the stream keeps trying to reconnect. */
  interrupted(subscription: Subscription, reason: string): void;
  /** An unreadable message was dropped. */
  dropped(subscription: Subscription, error: Error): void;
}

export interface VendorStream {
  subscribe(subscription: Subscription): void;
  unsubscribe(subscription: Subscription): void;
  /** Discards the state of one subscription and starts it again. */
  restart(subscription: Subscription): void;
  /** As in `StreamCodec`; a polled subscription guarantees its polling interval. */
  promisedSilence(subscription: Subscription): number | null;
  close(): void;
}

/**
 * Endpoints and credentials of an exchange. URLs are origins without a path (`https://host`, `wss://host`); they are options, so that the
 * same plugin can talk to a simulator.
 */
export interface ExchangeOptions {
  readonly restUrl: string;
  readonly publicWebSocketUrl: string;
  /** Used if the first endpoint cannot be reached. */
  readonly publicWebSocketFallbacks?: readonly string[];
  readonly privateWebSocketUrl: string;
  readonly apiKey?: string;
  readonly apiSecret?: string;
  /** Milliseconds; the request window included in every signature. */
  readonly requestWindow: number;
  /** Wall clock, epoch milliseconds. */
  readonly now: () => number;
}

export type ExchangeUrls = Pick<ExchangeOptions, 'restUrl' | 'publicWebSocketUrl' | 'publicWebSocketFallbacks' | 'privateWebSocketUrl'>;
