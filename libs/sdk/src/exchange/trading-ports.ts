import type { Category, Instrument, OrderSide, OrderType, TimeInForce } from '@libs/kernel';

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

/** An order as it is to stand from now on; `amendment` names what of it is new. */
export interface AmendTicket extends OrderTicket {
  readonly amendment: { readonly quantity?: string; readonly price?: string };
}

/** The outcomes of a command; `unknown` means the venue may have it, so the caller asks and never resends. */
export type CommandOutcome =
  /** Nothing was written: the venue wants to be left alone; milliseconds after which the same may be asked again. */
  | { readonly kind: 'unsent'; readonly message: string; readonly retryAfter: number }
  | { readonly kind: 'accepted'; readonly venueOrderId: string }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      /** Set where only too much was asked: milliseconds after which the same may be asked again. */
      readonly retryAfter?: number;
    }
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
  /** Changes an open order in place; absent where the venue cannot. An acknowledgement proves nothing: the order has to be seen changed. */
  signAmend?(ticket: AmendTicket): SignedCommand;
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
  /** Of a limit order, decimal text. */
  readonly price?: string;
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
