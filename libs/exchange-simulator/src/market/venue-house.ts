import type { Decimal } from '@libs/kernel';
import type { BookSide, Venue, VenueMarket } from '@libs/simulation';
import type { House, Side } from './house';
import type { MarketReference } from './reference';

/** The market's own liquidity in the books of the venue, where clients' orders queue with it. */
export class VenueHouse implements House {
  constructor(
    private readonly venue: Venue,
    readonly market: VenueMarket,
  ) {}

  setBook(bids: BookSide, asks: BookSide, at: number): void {
    this.venue.setHouse(this.market.key, bids, asks, at);
  }

  setLevel(side: Side, ticks: number, lots: number): void {
    this.venue.setLevel(this.market.key, side === 1 ? 'BUY' : 'SELL', ticks, lots);
  }

  print(takerSide: Side, ticks: number, lots: number, at: number): void {
    this.venue.printTrade(this.market.key, takerSide === 1 ? 'BUY' : 'SELL', ticks, lots, at);
  }

  /** The first one starts the funding clock of a market that never had one. */
  setReference({ mark, index, fundingRate, nextFundingAt }: MarketReference, at: number): void {
    const { funding, key } = this.market;
    this.venue.setReference(key, { mark, index }, at);
    funding.rate = fundingRate;
    if (funding.nextAt === 0) funding.nextAt = nextFundingAt;
  }

  fundingDue(at: number): number | undefined {
    const { nextAt } = this.market.funding;
    return nextAt > 0 && nextAt <= at ? nextAt : undefined;
  }

  /** Paid as of the time it was due, so that a step over several funding times misses none. */
  payFunding(rate: Decimal): void {
    const { key, funding } = this.market;
    this.venue.payFunding(key, rate, funding.nextAt);
  }
}
