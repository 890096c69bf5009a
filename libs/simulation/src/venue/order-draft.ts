import type { Decimal } from '@libs/kernel';
import type { BookSideCode } from '../matching/book-types';
import { isClosingSide, type Desk } from './desk';
import type { VenueMarket } from './market';
import type { PositionIndex, SimOrderRequest } from './order';

/** A request being turned into an order, in whole ticks and lots. */
export class OrderDraft {
  readonly market: VenueMarket;
  readonly side: BookSideCode;
  readonly index: PositionIndex;
  /** The limit price; 0 for a market order. NaN if it is not on a tick. */
  ticks: number;
  lots: number;
  /** It waits for its trigger, so checks that depend on the market are made then. */
  readonly waits: boolean;

  constructor(
    public request: SimOrderRequest,
    readonly desk: Desk,
  ) {
    this.market = desk.market;
    this.side = request.side === 'BUY' ? 1 : -1;
    this.index = request.positionIndex ?? 0;
    this.ticks = request.type === 'LIMIT' && request.price ? this.market.prices.units(request.price) : 0;
    this.lots = this.market.quantities.units(request.quantity);
    this.waits = request.trigger !== undefined;
  }

  get closes(): boolean {
    const { reduceOnly, closeOnTrigger } = this.request;
    return reduceOnly || closeOnTrigger === true || isClosingSide(this.index, this.side);
  }

  /** The price at which it is valued: its limit, its trigger, or the last trade. */
  get price(): Decimal {
    return this.request.price ?? this.request.trigger?.price ?? this.market.lastPrice;
  }

  setPrice(ticks: number): void {
    this.ticks = ticks;
    this.request = { ...this.request, price: this.market.prices.value(ticks) };
  }

  setLots(lots: number): void {
    this.lots = lots;
    this.request = { ...this.request, quantity: this.market.quantities.value(lots) };
  }
}
