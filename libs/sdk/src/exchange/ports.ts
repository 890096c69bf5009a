import type { Bar, Category, Instrument, Interval, OrderSide, OrderType, Quote, TimeInForce } from '@libs/kernel';

/** An order as it goes to a venue. */
export interface OrderTicket {
  readonly clientOrderId: string;
  readonly instrument: Pick<Instrument, 'symbol' | 'venueSymbol' | 'category'>;
  readonly side: OrderSide;
  readonly type: OrderType;
  /** Decimal text, as it will stand on the wire. */
  readonly quantity: string;
  readonly price?: string;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  /** Already judged against the account's position. */
  readonly reduceOnly: boolean;
}

/** The three outcomes of a command; `unknown` means the venue may have it, so the caller asks and never resends. */
export type CommandOutcome =
  | { readonly kind: 'accepted'; readonly venueOrderId: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly cause: string };

/** A request that is signed and complete but not yet on the wire. */
export interface SignedCommand {
  /** Wall time of the signature, epoch milliseconds. */
  readonly signedAt: number;
  /** Writes the request in this synchronous turn and resolves with its outcome; call it once. */
  send(): Promise<CommandOutcome>;
}

export interface OrderEntry {
  /** Resolves once connections stand open, so that the next `send` can write at once; rejects when the venue is out of reach. */
  ready(): Promise<void>;
  signSubmit(ticket: OrderTicket): SignedCommand;
  signCancel(order: { readonly clientOrderId: string; readonly instrument: OrderTicket['instrument'] }): SignedCommand;
  close(): void;
}

/** An order as the venue tells it; `status` in our words, quantities as decimal text. */
export interface VenueOrder {
  readonly clientOrderId: string;
  readonly venueOrderId: string;
  readonly venueSymbol: string;
  readonly category: Category;
  readonly side: OrderSide;
  readonly status: 'ACCEPTED' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'REJECTED';
  readonly quantity: string;
  readonly filledQuantity: string;
  readonly reason?: string;
  /** Venue time, epoch milliseconds. */
  readonly at: number;
}

export interface VenueExecution {
  readonly executionId: string;
  readonly clientOrderId: string;
  readonly venueOrderId: string;
  readonly venueSymbol: string;
  readonly category: Category;
  readonly side: OrderSide;
  readonly quantity: string;
  readonly price: string;
  readonly fee: string;
  readonly feeAsset: string;
  readonly liquidity: 'MAKER' | 'TAKER';
  readonly at: number;
}

export interface VenuePosition {
  readonly venueSymbol: string;
  readonly category: Category;
  /** Signed decimal text. */
  readonly quantity: string;
  readonly averagePrice: string;
}

export interface VenueBalance {
  readonly asset: string;
  /** Wallet balance without unrealised profit, decimal text. */
  readonly total: string;
}

export interface AccountQueries {
  /** Looks on every path the venue has (open and history); null only means "not found now". */
  findOrder(order: { readonly clientOrderId: string; readonly instrument: OrderTicket['instrument'] }): Promise<VenueOrder | null>;
  openOrders(): Promise<readonly VenueOrder[]>;
  /** All executions at or after `since` (venue time, ms), oldest first, every page. */
  executionsSince(since: number): Promise<readonly VenueExecution[]>;
  positions(): Promise<readonly VenuePosition[]>;
  balances(): Promise<readonly VenueBalance[]>;
}

export type PrivateEvent =
  | { readonly type: 'order'; readonly order: VenueOrder }
  | { readonly type: 'execution'; readonly execution: VenueExecution }
  /** Sent after each (re)connection once every topic is confirmed; what happened before may have been missed. */
  | { readonly type: 'connected' }
  | { readonly type: 'disconnected'; readonly reason: string };

export type MarketEvent =
  | { readonly type: 'quote'; readonly venueSymbol: string; readonly quote: Quote; readonly at: number }
  | {
      readonly type: 'bar';
      readonly venueSymbol: string;
      readonly interval: Interval;
      readonly bar: Bar;
      readonly closed: boolean;
      readonly at: number;
    };

/** Public history; bars are closed ones only, oldest first. */
export interface MarketData {
  instruments(): Promise<readonly Instrument[]>;
  /** At most `limit` ≤ 1000 closed bars that start at or before `end` (market time, ms; default the newest). */
  bars(instrument: Instrument, interval: Interval, limit: number, end?: number): Promise<readonly Bar[]>;
  /** The market's own time, epoch milliseconds: what data is stamped with, which a replaying venue keeps apart from its clock. */
  marketTime(instrument: Instrument): Promise<number>;
  /** The venue's clock, epoch milliseconds of wall time. */
  serverTime(): Promise<number>;
}

/** What an adapter promises; without a window absence never proves anything. */
export interface ExchangeCapabilities {
  /** Milliseconds after signing in which the venue still accepts a request. */
  readonly requestWindow: number | null;
  readonly clientIdUnique: 'forever' | 'openOnly' | 'none';
  /** Milliseconds for which the venue still shows every order that had an effect; older absence proves nothing. */
  readonly lookupHorizon: number;
}

/** One connection's worth of wire rules; `libs/market-data` owns sockets, back-off and liveness. */
export interface StreamCodec<Event> {
  readonly url: string;
  /** Frames to send right after opening, before any topic (authentication); starts a connection's state afresh. */
  opening(nowWall: number): readonly string[];
  subscribe(topics: readonly string[]): readonly string[];
  unsubscribe(topics: readonly string[]): readonly string[];
  /** The heartbeat to send every `heartbeatMs`. */
  heartbeat(): string;
  readonly heartbeatMs: number;
  /** Parses one frame; control frames answer what they confirm or refuse, data frames the events in it. */
  parse(frame: string): ParsedFrame<Event>;
}

export type ParsedFrame<Event> =
  | { readonly kind: 'data'; readonly events: readonly Event[] }
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
  | { readonly kind: 'ignored' };

/**
 * Where the exchange lives and who we are there. URLs are origins without a path (`https://host`, `wss://host`); they are
 * options, so the same plugin talks to a simulator.
 */
export interface ExchangeOptions {
  readonly restUrl: string;
  readonly publicWebSocketUrl: string;
  readonly privateWebSocketUrl: string;
  readonly apiKey?: string;
  readonly apiSecret?: string;
  /** Milliseconds; the venue's request window that goes into every signature. */
  readonly requestWindow: number;
  /** Wall clock, epoch milliseconds. */
  readonly now: () => number;
}

/** What `defineExchange` takes and `plugins/exchanges/<name>` exports as `exchange`. */
export interface ExchangePlugin {
  readonly name: string;
  readonly capabilities: ExchangeCapabilities;
  readonly defaults: Readonly<
    Record<'mainnet' | 'testnet' | 'demo', Pick<ExchangeOptions, 'restUrl' | 'publicWebSocketUrl' | 'privateWebSocketUrl'>>
  >;
  marketData(options: ExchangeOptions): MarketData;
  publicStream(options: ExchangeOptions, category: Category): StreamCodec<MarketEvent>;
  /** Topic names of the public stream. */
  quoteTopic(instrument: Instrument): string;
  barTopic(instrument: Instrument, interval: Interval): string;
  privateStream(options: ExchangeOptions): StreamCodec<PrivateEvent>;
  readonly privateTopics: readonly string[];
  orderEntry(options: ExchangeOptions): OrderEntry;
  accountQueries(options: ExchangeOptions): AccountQueries;
}
