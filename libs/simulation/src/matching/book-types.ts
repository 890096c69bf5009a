/** 1 buys, −1 sells. */
export type BookSideCode = 1 | -1;

/** Owner of the market's own liquidity: replayed, generated or mirrored. Clients' numbers start at 1. */
export const HOUSE = 0;

export type TicketTimeInForce = 'GTC' | 'IOC' | 'FOK' | 'POST_ONLY';

/** What happens when a taker meets an order of its own owner. */
export const SelfTrade = { NONE: 0, CANCEL_MAKER: 1, CANCEL_TAKER: 2, CANCEL_BOTH: 3 } as const;

export type SelfTradeCode = (typeof SelfTrade)[keyof typeof SelfTrade];

/** An order as a book takes it; never kept, so a hot caller may fill one object again and again. */
export interface Ticket {
  /** The caller's number of the order: positive, below 2³¹, not in the book yet. Numbers that rise from 1 cost least memory. */
  order: number;
  /** Positive and small: books count per owner in arrays. */
  owner: number;
  side: BookSideCode;
  /** The limit; `Infinity` or 0 for a market order, which cannot rest. */
  ticks: number;
  lots: number;
  tif: TicketTimeInForce;
  selfTrade: SelfTradeCode;
  /** Once it rests it trades no more than its sink's `cap` says; what it takes on entry is up to the caller. */
  capped: boolean;
}

export type SubmitOutcome =
  /** What was not filled rests. */
  | 'RESTING'
  | 'FILLED'
  /** The rest of an immediate-or-cancel order. */
  | 'LEFT_CANCELLED'
  /** A fill-or-kill order that could not be filled whole; nothing traded. */
  | 'KILLED'
  /** A post-only order that would trade at once; nothing happened. */
  | 'WOULD_TAKE'
  /** It met an order of its owner; what it got before stays. */
  | 'SELF_TRADE_STOPPED'
  /** The owner has as many orders in the book as it may. */
  | 'TOO_MANY'
  /** A purchase above or a sale below the price band. */
  | 'OUT_OF_BAND';

export type AmendOutcome =
  /** Same place in its queue. */
  | 'KEPT'
  /** At the back of its queue, perhaps after it took something. */
  | 'MOVED'
  | 'FILLED'
  | 'SELF_TRADE_STOPPED'
  /** These three leave the order as it was. */
  | 'WOULD_TAKE'
  | 'OUT_OF_BAND'
  | 'UNKNOWN';

/** Who is told while orders match; the book is consistent by then: it may be read and orders cancelled, nothing else. */
export interface BookSink {
  /** One trade; the house is 0 on either side, and trades between the house and the outside are not told. */
  filled(maker: number, taker: number, ticks: number, lots: number): void;
  /** A resting order left without being filled. */
  removed(order: number, lots: number, why: 'SELF_TRADE' | 'CAP'): void;
  /** The most that a capped resting order may trade now. */
  cap(order: number): number;
}

/** Where in a queue the market's own orders are taken away: behind everybody, or everywhere alike. */
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
