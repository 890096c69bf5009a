import { Decimal, isOpen } from '@libs/kernel';
import type { Order, OrderSide } from '@libs/kernel';

/** What rests of one account at a price, the orders of all its strategies together. */
export interface RestingLevel {
  readonly symbol: string;
  readonly side: OrderSide;
  readonly price: Decimal;
  readonly quantity: Decimal;
}

/** What a session knows to stand of its account's orders in the books of its venue. */
export class OwnResting {
  private readonly orders = new Map<string, RestingLevel>();

  /** Gives the levels at which another quantity rests from now on. */
  changed(order: Order): readonly RestingLevel[] {
    const before = this.orders.get(order.clientOrderId);
    const { symbol, side, price, quantity, filledQuantity, venueOrderId } = order;
    // It is there from the venue's first word of it to its last.
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
