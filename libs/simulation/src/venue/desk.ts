import type { Decimal } from '@libs/kernel';
import type { Exposure } from '../account/exposure';
import type { StoredOrder } from '../account/order-lists';
import type { VenueAccount } from '../account/venue-account';
import type { VenuePosition } from '../account/position';
import type { BookSideCode } from '../matching/book-types';
import type { VenueMarket } from './market';
import type { PositionIndex, SimOrder } from './order';

/** The orders that protect one position; the first three cover all of it. */
export interface PositionExits {
  takeProfit?: LiveOrder;
  stopLoss?: LiveOrder;
  trailing?: LiveOrder;
  readonly partial: Set<LiveOrder>;
}

/** An injected fault: the next order, or the next triggered order, is refused. */
export type Mishap = 'REJECT_NEXT_ORDER' | 'REFUSE_NEXT_TRIGGER';

/** One account of the venue with its counts across markets. */
export class Client {
  spotOrders = 0;
  walletChanged = false;
  readonly desks = new Map<string, Desk>();
  readonly mishaps = new Set<Mishap>();
  /** No position can be due while prices stay within the ranges of the desks; reset by every change of money or positions. */
  isCalm = false;

  constructor(readonly account: VenueAccount) {}

  desk(market: VenueMarket): Desk {
    let desk = this.desks.get(market.key);
    if (!desk) this.desks.set(market.key, (desk = new Desk(this, market)));
    return desk;
  }
}

/** Mark prices in ticks. */
export interface CalmRange {
  readonly calmLow: number;
  readonly calmHigh: number;
}

/** One account in one market: counts and sets that save iterating over its open orders. */
export class Desk {
  readonly account: VenueAccount;
  active = 0;
  conditional = 0;
  exitOrders = 0;
  /** Active orders that only make a position smaller. */
  readonly closing = new Set<LiveOrder>();
  readonly exits: readonly [PositionExits, PositionExits, PositionExits] = [
    { partial: new Set() },
    { partial: new Set() },
    { partial: new Set() },
  ];
  /** By index: the position is to be published at the end of the command; it was traded and its orders are to follow. */
  readonly told: [boolean, boolean, boolean] = [false, false, false];
  readonly traded: [boolean, boolean, boolean] = [false, false, false];
  isQueued = false;
  /** As `CalmRange`. */
  calmLow = 0;
  calmHigh = 0;
  private exposure: Exposure | undefined;

  constructor(
    readonly client: Client,
    readonly market: VenueMarket,
  ) {
    this.account = client.account;
  }

  position(index: PositionIndex): VenuePosition {
    this.exposure ??= this.account.exposures.get(this.market.key);
    return this.exposure?.position(index) ?? this.account.position(this.market.key, index);
  }

  /** Lots of the position, negative for a short one. */
  held(index: PositionIndex): number {
    const { quantity } = this.position(index);
    return quantity.isZero ? 0 : this.market.quantities.units(quantity);
  }

  /** Lots that an order of `side` could close now. */
  closable(index: PositionIndex, side: BookSideCode): number {
    const held = this.held(index);
    return held * side < 0 ? Math.abs(held) : 0;
  }

  /** Maintains the counts used by order caps; called when an order begins and ends, and around its trigger. */
  count(order: SimOrder, by: 1 | -1): void {
    if (this.market.isSpot) this.client.spotOrders += by;
    if (order.status !== 'UNTRIGGERED') this.active += by;
    else if (order.purpose === 'STOP') this.conditional += by;
    else this.exitOrders += by;
  }
}

/** The mutable side of an open order: its published value, and the integers that matching needs. */
export class LiveOrder {
  /** The current value; fills since then are below until it is stored again. */
  order: SimOrder;
  readonly side: BookSideCode;
  /** The limit, or the edge of the price band of a market order. */
  ticks = 0;
  lots: number;
  filledLots: number;
  filled: Decimal;
  filledValue: Decimal;
  fees: Decimal;
  state: 'ARRIVING' | 'RESTING' | 'WAITING' | 'DONE' = 'ARRIVING';
  /** Published to clients. */
  isTold = false;
  /** False for an order by value that the book could not fill completely. */
  spendsAll = true;
  /** Where its account keeps it, once stored. */
  stored: StoredOrder | undefined;
  /** Exits attached to this order, enlarged with its fills. */
  attached: readonly LiveOrder[] = [];
  /** Lots already covered by the attached exits of spot or PARTIAL mode. */
  covered = 0;

  constructor(
    /** Identifies the order in its book and among the triggers. */
    readonly number: number,
    readonly desk: Desk,
    order: SimOrder,
  ) {
    const { quantities } = desk.market;
    this.order = order;
    this.side = order.side === 'BUY' ? 1 : -1;
    this.lots = quantities.units(order.quantity);
    this.filledLots = quantities.units(order.filled);
    this.filled = order.filled;
    this.filledValue = order.filledValue;
    this.fees = order.fees;
    if (order.price) this.ticks = desk.market.prices.units(order.price);
  }

  get lotsLeft(): number {
    return this.lots - this.filledLots;
  }

  keep(stored: StoredOrder): void {
    stored.number = this.number;
    this.stored = stored;
  }

  /** Removes it from its book or trigger. */
  withdraw(): void {
    const { desk, order, number } = this;
    if (this.state === 'RESTING') desk.market.book.cancel(number);
    if (this.state === 'WAITING' && order.trigger) desk.market.triggers[order.trigger.source].remove(number);
    this.state = 'ARRIVING';
  }

  /** True if it can only reduce its position: by request, or by its side in hedge mode. */
  get closes(): boolean {
    const { reduceOnly, closeOnTrigger, positionIndex } = this.order;
    return reduceOnly || closeOnTrigger === true || isClosingSide(positionIndex, this.side);
  }
}

/** In hedge mode sells close the long position and buys the short one. */
export function isClosingSide(index: SimOrder['positionIndex'], side: BookSideCode): boolean {
  return index === (side === 1 ? 2 : 1);
}
