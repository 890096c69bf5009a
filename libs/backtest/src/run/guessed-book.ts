import { Decimal } from '@libs/kernel';
import type { OrderSide } from '@libs/kernel';
import { marketKey } from '@libs/simulation';
import type { MarketInstrument, Venue, VenueMarket } from '@libs/simulation';
import type { FillTerms } from './fill-terms';

const REMEMBERED = 64;

export interface GuessedBookParts {
  readonly venue: Venue;
  readonly account: string;
  readonly instrument: MarketInstrument;
  readonly market: VenueMarket;
  readonly terms: Pick<FillTerms, 'slippageTicks' | 'restingQuantity'>;
}

/**
 * The book behind a tape that has only trades. Where a buyer took, others still offer; where a seller took, others still bid; the newer one
 * wins if the two would cross. The size at a price is the largest of the last 64 trades, or what the options say. An order that joins a
 * price queues behind that size. What an order finds says nothing about the next one; only trades do.
 */
export class GuessedBook {
  private readonly key: string;
  private readonly recent = new Float64Array(REMEMBERED);
  private prints = 0;
  private bid = 0;
  private ask = 0;
  /** Where an order met others that no trade had shown. */
  private found: { readonly side: OrderSide; readonly ticks: number } | null = null;
  private readonly told: number | null;

  constructor(private readonly parts: GuessedBookParts) {
    this.key = marketKey(parts.instrument);
    const { restingQuantity } = parts.terms;
    this.told = restingQuantity === undefined ? null : parts.market.quantities.units(Decimal.parse(restingQuantity));
  }

  printed(taker: OrderSide, ticks: number, lots: number): void {
    this.recent[this.prints % REMEMBERED] = lots;
    this.prints += 1;
    this.forget();
    if (taker === 'BUY') {
      this.leave('SELL', this.ask);
      this.ask = ticks;
      if (this.bid >= ticks) this.bid = 0;
    } else {
      this.leave('BUY', this.bid);
      this.bid = ticks;
      if (this.ask <= ticks) this.ask = 0;
    }
    this.offer(taker === 'BUY' ? 'SELL' : 'BUY', ticks);
  }

  /** An order of that side arrives: what it takes is there, beyond the slippage; what it joins is ahead of it. */
  meet(side: OrderSide, limit: number | null, at: number): void {
    this.forget();
    const across = this.across(side);
    const takes = across > 0 && (limit === null || (side === 'BUY' ? limit >= across : limit <= across));
    if (takes) this.find(side, across, limit);
    else if (limit !== null && !this.improves(side, limit) && !this.ordersAt(side).has(limit)) this.offer(side, limit);
    this.parts.venue.moved(this.key, at);
  }

  /** Shows a taker of that side the size it needs, beyond the slippage or at its limit if that is nearer. */
  private find(taker: OrderSide, across: number, limit: number | null): void {
    const slippage = Math.min(this.parts.terms.slippageTicks, limit === null ? Infinity : Math.abs(limit - across));
    const [side, known] = taker === 'BUY' ? (['SELL', this.ask] as const) : (['BUY', this.bid] as const);
    const ticks = Math.max(1, across + (taker === 'BUY' ? slippage : -slippage));
    if (ticks !== known) {
      this.leave(side, known);
      this.found = { side, ticks };
    }
    this.offer(side, ticks);
  }

  private forget(): void {
    const { found } = this;
    this.found = null;
    if (found) this.leave(found.side, found.ticks);
  }

  /** Where an order of that side would take; one tick beyond the other touch while only that one is known. */
  private across(side: OrderSide): number {
    if (side === 'BUY') return this.ask > 0 ? this.ask : this.bid > 0 ? this.bid + 1 : 0;
    return this.bid > 0 ? this.bid : Math.max(0, this.ask - 1);
  }

  /** Nobody rests at a price better than the best. */
  private improves(side: OrderSide, limit: number): boolean {
    return side === 'BUY' ? this.bid > 0 && limit > this.bid : this.ask > 0 && limit < this.ask;
  }

  private offer(side: OrderSide, ticks: number): void {
    this.parts.venue.setLevel(this.key, side, ticks, this.size());
  }

  /** Others stay where we queue behind them. */
  private leave(side: OrderSide, ticks: number): void {
    if (ticks > 0 && !this.ordersAt(side).has(ticks)) this.parts.venue.setLevel(this.key, side, ticks, 0);
  }

  private size(): number {
    return this.told ?? Math.max(1, ...this.recent);
  }

  private ordersAt(side: OrderSide): ReadonlySet<number> {
    const { venue, account, market } = this.parts;
    const places = new Set<number>();
    for (const order of venue.account(account).orders.open.values())
      if (order.market === this.key && order.side === side && order.price) places.add(market.prices.units(order.price));
    return places;
  }
}
