import { Decimal, isOpen } from '@libs/kernel';
import type { Order, OrderSide } from '@libs/kernel';

/** An account's resting quantity at a price, over all its strategies. */
export interface RestingLevel {
  readonly symbol: string;
  readonly side: OrderSide;
  readonly price: Decimal;
  readonly quantity: Decimal;
}

/** What a session knows of its account's orders in its venue's books. */
export class OwnResting {
  private readonly orders = new Map<string, RestingLevel>();

  /** Returns the levels whose resting quantity changes now. */
  changed(order: Order): readonly RestingLevel[] {
    const before = this.orders.get(order.clientOrderId);
    const { symbol, side, price, quantity, filledQuantity, venueOrderId } = order;
    // It counts from the venue's first report of it to the last.
    if (price !== undefined && order.type === 'LIMIT' && venueOrderId !== undefined && isOpen(order.status))
      this.orders.set(order.clientOrderId, { symbol, side, price, quantity: quantity.minus(filledQuantity) });
    else this.orders.delete(order.clientOrderId);
    const now = this.orders.get(order.clientOrderId);
    return [before, now].flatMap((level) => (level ? [this.at(level)] : []));
  }

  /** All that rests now. */
  levels(): readonly RestingLevel[] {
    return [...this.orders.values()].map((level) => this.at(level));
  }

  private at({ symbol, side, price }: RestingLevel): RestingLevel {
    const same = [...this.orders.values()].filter((one) => one.symbol === symbol && one.side === side && one.price.eq(price));
    return { symbol, side, price, quantity: same.reduce((sum, one) => sum.plus(one.quantity), Decimal.ZERO) };
  }
}
