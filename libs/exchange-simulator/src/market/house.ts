import type { BookSide, VenueMarket } from '@libs/simulation';
import type { Decimal } from '@libs/kernel';
import type { MarketReference } from './reference';

/** The market of the venue that a feed moves, as everybody else reads it. */
export type HouseMarket = VenueMarket;

/** 1 buys, −1 sells. */
export type Side = 1 | -1;

/** The market's own liquidity and prices: the only way by which a feed acts on the venue. */
export interface House {
  readonly market: HouseMarket;
  /** All that the market itself offers, best first; prices that stay keep their queues. */
  setBook(bids: BookSide, asks: BookSide, at: number): void;
  setLevel(side: Side, ticks: number, lots: number): void;
  /** A trade of others, through the queue at its price; `lots` may be 0 for one too small for this market. */
  print(takerSide: Side, ticks: number, lots: number, at: number): void;
  setReference(reference: MarketReference, at: number): void;
  /** The funding time that has been reached and not been paid; undefined when there is none. */
  fundingDue(at: number): number | undefined;
  payFunding(rate: Decimal, at: number): void;
}
