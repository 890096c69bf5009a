import type { BookSide, MarketState } from '@libs/simulation';
import type { Decimal } from '@libs/kernel';
import type { MarketReference } from './reference';

/** The market of the venue that a feed moves, as everybody else reads it. */
export type HouseMarket = MarketState;

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

/** Without queues: client orders fill as the engine finds them reached. */
export class StateHouse implements House {
  constructor(readonly market: MarketState) {}

  setBook(bids: BookSide, asks: BookSide): void {
    const { book } = this.market;
    copy(bids, book.bids);
    copy(asks, book.asks);
    book.touch();
  }

  setLevel(side: Side, ticks: number, lots: number): void {
    const { book } = this.market;
    const levels = side === 1 ? book.bids : book.asks;
    const at = levels.ticks.findIndex((price) => (price - ticks) * side <= 0);
    const isThere = levels.ticks[at] === ticks;
    const place = at < 0 ? levels.ticks.length : at;
    if (lots > 0 && isThere) levels.lots[place] = lots;
    else if (lots > 0) {
      levels.ticks.splice(place, 0, ticks);
      levels.lots.splice(place, 0, lots);
    } else if (isThere) {
      levels.ticks.splice(place, 1);
      levels.lots.splice(place, 1);
    }
    book.touch();
  }

  print(takerSide: Side, ticks: number): void {
    this.market.last = ticks;
    this.market.rising = takerSide === 1;
  }

  setReference(): void {}

  fundingDue(): undefined {
    return undefined;
  }

  payFunding(): void {}
}

function copy(from: BookSide, to: BookSide): void {
  to.ticks.length = to.lots.length = from.ticks.length;
  for (let level = 0; level < from.ticks.length; level += 1) {
    to.ticks[level] = from.ticks[level]!;
    to.lots[level] = from.lots[level]!;
  }
}
