import type { Category, Instrument, OrderSide, OrderType, TimeInForce } from '@libs/kernel';

/** An order as it is sent to a venue. */
export interface OrderTicket {
  readonly clientOrderId: string;
  readonly instrument: Pick<Instrument, 'symbol' | 'venueSymbol' | 'category'>;
  readonly side: OrderSide;
  readonly type: OrderType;
  /** Decimal text, exactly as sent. */
  readonly quantity: string;
  readonly price?: string;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  /** Already checked against the account's position. */
  readonly reduceOnly: boolean;
}

/** An order with its new terms; `amendment` names the changed ones. */
export interface AmendTicket extends OrderTicket {
  readonly amendment: { readonly quantity?: string; readonly price?: string };
}

/** The outcome of a command. `unknown` means that the venue may have it: the caller queries, and never resends. */
export type CommandOutcome =
  /** Nothing was sent because the venue limits us; `retryAfter` is in milliseconds. */
  | { readonly kind: 'unsent'; readonly message: string; readonly retryAfter: number }
  | { readonly kind: 'accepted'; readonly venueOrderId: string }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      /** Set for a rate limit: milliseconds until the same request can be sent again. */
      readonly retryAfter?: number;
    }
  | { readonly kind: 'unknown'; readonly cause: string };

/** A signed, complete request that has not been sent. */
export interface SignedCommand {
  /** Wall time of the signature, epoch milliseconds. */
  readonly signedAt: number;
  /** Sends the request in this synchronous turn and resolves with its outcome. Call it once. */
  send(): Promise<CommandOutcome>;
}

export interface OrderEntry {
  /** Resolves once connections are open, so that the next `send` can write immediately; rejects if the venue cannot be reached. */
  ready(): Promise<void>;
  signSubmit(ticket: OrderTicket): SignedCommand;
  signCancel(order: { readonly clientOrderId: string; readonly instrument: OrderTicket['instrument'] }): SignedCommand;
  /** Amends an open order in place; absent if the venue cannot. An acknowledgement proves nothing: wait until the order is seen changed. */
  signAmend?(ticket: AmendTicket): SignedCommand;
  close(): void;
}

/** An order as the venue reports it; `status` in our terms, quantities as decimal text. */
export interface VenueOrder {
  readonly clientOrderId: string;
  readonly venueOrderId: string;
  readonly venueSymbol: string;
  readonly category: Category;
  readonly side: OrderSide;
  readonly status: 'ACCEPTED' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'REJECTED';
  readonly quantity: string;
  /** Limit price, decimal text. */
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
  /** Searches everywhere the venue lists orders (open and history); null only means "not found now". */
  findOrder(order: { readonly clientOrderId: string; readonly instrument: OrderTicket['instrument'] }): Promise<VenueOrder | null>;
  openOrders(): Promise<readonly VenueOrder[]>;
  /** All executions at or after `since` (venue time, ms), oldest first, across all pages. */
  executionsSince(since: number): Promise<readonly VenueExecution[]>;
  positions(): Promise<readonly VenuePosition[]>;
  balances(): Promise<readonly VenueBalance[]>;
}

export type PrivateEvent =
  | { readonly type: 'order'; readonly order: VenueOrder }
  | { readonly type: 'execution'; readonly execution: VenueExecution }
  /** Sent after each (re)connection once every topic is confirmed; earlier events may have been missed. */
  | { readonly type: 'connected' }
  | { readonly type: 'disconnected'; readonly reason: string };
