import type {
  ExchangeOptions,
  ExchangeUrls,
  MarketCapabilities,
  MarketData,
  CodecStreams,
  StreamCodec,
  VendorStreams,
} from './market-ports';
import type { AccountQueries, OrderEntry, PrivateEvent } from './trading-ports';

/** Guarantees of an adapter. Without a request window, the absence of an order never proves that it was not accepted. */
export interface ExchangeCapabilities {
  /** Milliseconds after signing during which the venue accepts a request. */
  readonly requestWindow: number | null;
  readonly clientIdUnique: 'forever' | 'openOnly' | 'none';
  /** Milliseconds for which the venue lists every order that had an effect; absence of an older order proves nothing. */
  readonly lookupHorizon: number;
}

/** How orders are sent to an exchange. */
export interface TradingPorts {
  readonly capabilities: ExchangeCapabilities;
  readonly privateTopics: readonly string[];
  privateStream(options: ExchangeOptions): StreamCodec<PrivateEvent>;
  orderEntry(options: ExchangeOptions): OrderEntry;
  accountQueries(options: ExchangeOptions): AccountQueries;
}

/** VERIFIED: its parsing is tested against the venue's own recorded or documented messages. */
export type Verification = 'VERIFIED' | 'UNVERIFIED';

/** What `defineExchange` takes and `plugins/exchanges/<name>` exports as `exchange`. */
export interface ExchangePlugin {
  /** The folder's name, or `family:member`. */
  readonly name: string;
  readonly title: string;
  readonly verification: Verification;
  readonly market: MarketCapabilities;
  readonly defaults: Readonly<Record<'mainnet' | 'testnet' | 'demo', ExchangeUrls>>;
  marketData(options: ExchangeOptions): MarketData;
  readonly publicStream: CodecStreams | VendorStreams;
  /** Null for an adapter with market data only. */
  readonly trading: TradingPorts | null;
}

/** Many exchanges behind one adapter; exported as `exchange` instead of a single one. */
export interface ExchangeFamily {
  readonly kind: 'family';
  readonly name: string;
  /** Every member's id, sorted, with what is known without loading it. */
  members(): readonly { readonly id: string; readonly title: string; readonly verification: Verification }[];
  /** The plugin named `<family>:<id>`; throws `InvalidExchange` for an unknown id. */
  member(id: string): ExchangePlugin;
}
