import type { Decimal } from '@libs/kernel';
import type { OrderTicket } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';

/** Our state in a market: orders in its book, whether the account's margin depends on its price, lots just filled. */
export interface MarketNews {
  readonly open: number;
  readonly isHolding: boolean;
  readonly filledLots: number;
}

/** Drives a market during a backtest: moves the venue's market along its tape. */
export interface MarketPlayer {
  readonly instrument: MarketInstrument;
  readonly key: string;
  /** Market time of the next event that matters to our orders and positions; Infinity if there is none before `limit`. */
  nextMove(limit: number): number;
  /** Plays the event of that time. */
  move(at: number): void;
  /** Plays everything before a cancel takes effect. */
  goOn(at: number): void;
  /** Advances the market to the arrival of an order; false if the tape does not reach that time. */
  meet(order: Pick<OrderTicket, 'side' | 'type' | 'price'>, at: number): boolean;
  /** Values what is held at the price of that time, before another market has the account judged. */
  value(at: number): void;
  /** The price at which positions were valued just before; null if the tape does not reach that time. */
  markBefore(at: number): Decimal | null;
  told(news: MarketNews, at: number): void;
}
