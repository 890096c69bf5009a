import type { Bar, Category, Instrument, Interval } from '@libs/kernel';
import type { LevelText, MarketEvent, PublicTrade } from './market-events';

/** One thing to listen to. */
export type Subscription =
  | { readonly kind: 'quote' | 'trades' | 'ticker'; readonly instrument: Instrument }
  | { readonly kind: 'book'; readonly instrument: Instrument; readonly depth: number }
  | { readonly kind: 'bar'; readonly instrument: Instrument; readonly interval: Interval };

/** A book as REST shows it, best first; `last` is the number of the newest update in it, 0 where the venue has none. */
export interface BookSnapshot {
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
  readonly last: number;
  /** Venue time, milliseconds. */
  readonly at: number;
}

/** A stretch of an exchange's past trades, times in epoch milliseconds. */
export interface TradePage {
  /** Oldest first; none before the time that was asked for. */
  readonly trades: readonly PublicTrade[];
  /** No trade is missing from `from` on and before `to`; it is later than what was asked for where older trades cannot be had. */
  readonly from: number;
  /** Where the next page begins; trades of this very millisecond may be in both. */
  readonly to: number;
  /** Nothing newer is known. */
  readonly isNewest: boolean;
  /** In words, when `from` is later than what was asked for: why. */
  readonly cut?: string;
}

/** What holders of a perpetual contract paid each other at one moment. */
export interface FundingSettlement {
  /** Venue time, epoch milliseconds. */
  readonly at: number;
  /** Decimal text: the fraction of the value that longs pay shorts; negative when shorts pay. */
  readonly rate: string;
}

/** Public data on request; bars are closed ones only, oldest first. */
export interface MarketData {
  /** Those that can be traded now; one that is missing has been halted or delisted. */
  instruments(): Promise<readonly Instrument[]>;
  /** At most `limit` ≤ 1000 closed bars that start at or before `end` (market time, ms; default the newest). */
  bars(instrument: Instrument, interval: Interval, limit: number, end?: number): Promise<readonly Bar[]>;
  /** At least `depth` levels a side where the venue has them. */
  book(instrument: Instrument, depth: number): Promise<BookSnapshot>;
  /** The newest trades, oldest first. */
  trades(instrument: Instrument, limit: number): Promise<readonly PublicTrade[]>;
  /**
   * The trades from `since` (venue time, ms) on, a page at a time; absent where past trades cannot be had at all. A page that is not
   * the newest ends after `since`. Throws where one moment has more trades than a page.
   */
  tradesSince?(instrument: Instrument, since: number): Promise<TradePage>;
  /**
   * Settlements of a perpetual contract that were stamped from `from` on and before `to` (venue time, ms), oldest first; absent where past
   * ones cannot be had at all. Of more than eight days some may be missing.
   */
  funding?(instrument: Instrument, span: { readonly from: number; readonly to: number }): Promise<readonly FundingSettlement[]>;
  /** The market's own time, epoch milliseconds: what data is stamped with, which a replaying venue keeps apart from its clock. */
  marketTime(instrument: Instrument): Promise<number>;
  /** The venue's clock, epoch milliseconds of wall time. */
  serverTime(): Promise<number>;
}

export type Transport = 'stream' | 'poll';

/** Which data an exchange gives, and how it comes; absent: not at all. */
export interface MarketCapabilities {
  readonly quote?: Transport;
  readonly trades?: Transport;
  readonly ticker?: Transport;
  readonly bar?: Transport;
  readonly book?: Transport;
  /** Depths that can be subscribed to, smallest first. */
  readonly bookDepths: readonly number[];
  readonly intervals: readonly Interval[];
}

/** What one connection may carry. */
export interface StreamLimits {
  readonly topics: number;
  /** Characters of all topic names together. */
  readonly topicCharacters: number;
  /** New connections that the venue allows in five minutes. */
  readonly opensPer5Minutes: number;
}

/** One connection's worth of wire rules; `libs/market-data` owns sockets, back-off and liveness. */
export interface StreamCodec<Event> {
  /** Where to connect, the first one first; the others take over when it cannot be reached. */
  readonly urls: readonly string[];
  readonly limits: StreamLimits;
  /** Frames to send right after opening, before any topic (authentication, by the venue's clock); starts a connection's state afresh. */
  opening(): readonly string[];
  subscribe(topics: readonly string[]): readonly string[];
  unsubscribe(topics: readonly string[]): readonly string[];
  /** The heartbeat to send every `heartbeatMs`. */
  heartbeat(): string;
  readonly heartbeatMs: number;
  /** The longest silence of a topic that the venue's promise allows, milliseconds; null where it promises nothing. */
  promisedSilence(topic: string): number | null;
  /** Parses one frame; control frames answer what they confirm or refuse, data frames the events in it. Throws for nonsense. */
  parse(frame: string): ParsedFrame<Event>;
  /** The stream tells changes of books only; `MarketData.book` is asked for what they change. Absent: it sends snapshots. */
  readonly requestsSnapshots?: true;
  /** The checksum of a book, best first; absent where the venue sends none. */
  checksum?(bids: readonly LevelText[], asks: readonly LevelText[]): number;
}

export type ParsedFrame<Event> =
  | { readonly kind: 'data'; readonly topic: string; readonly events: readonly Event[] }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'subscribed'; readonly topics: readonly string[] }
  /** `topics` are those of the refused request; empty when the venue does not say, or for an authentication. */
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

/** A public stream whose connections this platform owns. */
export interface CodecStreams {
  readonly kind: 'codec';
  /** The rules of one more connection; each connection gets its own. */
  codec(options: ExchangeOptions, category: Category): StreamCodec<MarketEvent>;
  /** The topic of a subscription; the codec gives frames of it the same name. */
  topic(subscription: Subscription): string;
}

/** A public stream whose connections a vendor library owns. */
export interface VendorStreams {
  readonly kind: 'vendor';
  open(options: ExchangeOptions, handlers: VendorStreamHandlers): VendorStream;
}

export interface VendorStreamHandlers {
  events(subscription: Subscription, events: readonly MarketEvent[]): void;
  /** It flows, or flows again; what happened before may have been missed. */
  connected(subscription: Subscription): void;
  /** It does not flow; the stream goes on trying by itself. */
  interrupted(subscription: Subscription, reason: string): void;
  /** A message that could not be read was dropped. */
  dropped(subscription: Subscription, error: Error): void;
}

export interface VendorStream {
  subscribe(subscription: Subscription): void;
  unsubscribe(subscription: Subscription): void;
  /** Drops what it has of one subscription and begins it anew. */
  restart(subscription: Subscription): void;
  /** As in `StreamCodec`; a polled subscription promises its pace. */
  promisedSilence(subscription: Subscription): number | null;
  close(): void;
}

/**
 * Where the exchange lives and who we are there. URLs are origins without a path (`https://host`, `wss://host`); they are
 * options, so the same plugin talks to a simulator.
 */
export interface ExchangeOptions {
  readonly restUrl: string;
  readonly publicWebSocketUrl: string;
  /** Take over when the first cannot be reached. */
  readonly publicWebSocketFallbacks?: readonly string[];
  readonly privateWebSocketUrl: string;
  readonly apiKey?: string;
  readonly apiSecret?: string;
  /** Milliseconds; the venue's request window that goes into every signature. */
  readonly requestWindow: number;
  /** Wall clock, epoch milliseconds. */
  readonly now: () => number;
}

export type ExchangeUrls = Pick<ExchangeOptions, 'restUrl' | 'publicWebSocketUrl' | 'publicWebSocketFallbacks' | 'privateWebSocketUrl'>;
