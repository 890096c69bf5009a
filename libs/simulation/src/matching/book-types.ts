/** 1 buys, −1 sells. */
export type BookSideCode = 1 | -1;

/** Owner of the market's own liquidity: replayed, generated or mirrored. Client numbers start at 1. */
export const HOUSE = 0;

export type TicketTimeInForce = 'GTC' | 'IOC' | 'FOK' | 'POST_ONLY';

/** What happens when a taker meets an order of the same owner. */
export const SelfTrade = { NONE: 0, CANCEL_MAKER: 1, CANCEL_TAKER: 2, CANCEL_BOTH: 3 } as const;

export type SelfTradeCode = (typeof SelfTrade)[keyof typeof SelfTrade];

/** An order passed to a book; never retained, so a hot caller can reuse one object. */
export interface Ticket {
  /** The caller's order number: positive, below 2³¹, not in the book yet. Numbers that rise from 1 use the least memory. */
  order: number;
  /** Positive and small: books count per owner in arrays. */
  owner: number;
  side: BookSideCode;
  /** The limit price; `Infinity` or 0 for a market order, which cannot rest. */
  ticks: number;
  lots: number;
  tif: TicketTimeInForce;
  selfTrade: SelfTradeCode;
  /** Once resting it trades at most what its sink's `cap` returns; the caller limits what it takes on entry. */
  capped: boolean;
}

export type SubmitOutcome =
  /** The unfilled part rests. */
  | 'RESTING'
  | 'FILLED'
  /** The unfilled rest of an immediate-or-cancel order was cancelled. */
  | 'LEFT_CANCELLED'
  /** A fill-or-kill order that could not fill completely; nothing traded. */
  | 'KILLED'
  /** A post-only order that would trade immediately; nothing happened. */
  | 'WOULD_TAKE'
  /** It met an order of its owner; earlier fills remain. */
  | 'SELF_TRADE_STOPPED'
  /** The owner has reached its limit of open orders. */
  | 'TOO_MANY'
  /** A buy above or a sell below the price band. */
  | 'OUT_OF_BAND';

export type AmendOutcome =
  /** It kept its place in the queue. */
  | 'KEPT'
  /** It moved to the back of its queue, perhaps after taking. */
  | 'MOVED'
  | 'FILLED'
  | 'SELF_TRADE_STOPPED'
  /** With these three the order is unchanged. */
  | 'WOULD_TAKE'
  | 'OUT_OF_BAND'
  | 'UNKNOWN';

/** Receives the events of matching. The book is consistent when it is called: it may be read and orders may be cancelled, nothing else. */
export interface BookSink {
  /** One trade; the house is 0 on either side. Trades between the house and outside orders are not reported. */
  filled(maker: number, taker: number, ticks: number, lots: number): void;
  /** A resting order was removed without being filled. */
  removed(order: number, lots: number, why: 'SELF_TRADE' | 'CAP'): void;
  /** The most that a capped resting order may trade now. */
  cap(order: number): number;
}

/** Which of the market's own orders in a queue are removed first: those at the back, or all in proportion. */
export type QueueModel = 'FROM_BACK' | 'PROPORTIONAL';

export interface BookOptions {
  readonly maxOpenPerOwner?: number;
  readonly queue?: QueueModel;
}

/** Levels of one side, best first. */
export interface LevelArrays {
  readonly ticks: ArrayLike<number>;
  readonly lots: ArrayLike<number>;
}
