import { Decimal } from '../number/decimal';
import type { Fill, Order, OrderRequest } from './order';
import { isOpen } from './order-status';
import { transition } from './transition';
import type { OrderEvent } from './transition';

/** The data of an order event. `at` is market time. */
export interface OrderNews {
  readonly at: number;
  readonly venueOrderId?: string;
  readonly reason?: string;
}

/** A new order in its first status. */
export function initializeOrder(
  request: OrderRequest,
  identity: Pick<Order, 'clientOrderId' | 'deploymentId' | 'bracket'>,
  at: number,
): Order {
  return {
    ...request,
    ...identity,
    status: 'INITIALIZED',
    filledQuantity: Decimal.ZERO,
    filledCost: Decimal.ZERO,
    createdAt: at,
    updatedAt: at,
  };
}

/** The order after `event`; the same object if nothing changes. */
export function changeOrder(order: Order, event: OrderEvent, news: OrderNews): Order {
  const next = transition(order.status, event);
  const status = next === 'ACCEPTED' && order.filledQuantity.sign > 0 ? 'PARTIALLY_FILLED' : next;
  const venueOrderId = order.venueOrderId ?? news.venueOrderId;
  const reason = status === order.status ? order.reason : news.reason;
  if (status === order.status && venueOrderId === order.venueOrderId) return order;
  const { reason: _old, ...rest } = order;
  return {
    ...rest,
    status,
    ...(venueOrderId === undefined ? {} : { venueOrderId }),
    ...(reason === undefined ? {} : { reason }),
    updatedAt: news.at,
  };
}

/**
 * The order after an execution. Throws `Overfill` if it would exceed the ordered quantity. The order is FILLED at `whole`, which is above
 * that quantity while an amendment in flight may have increased it.
 */
export function fillOrder(order: Order, fill: Pick<Fill, 'quantity' | 'price' | 'at'>, whole = order.quantity): Order {
  const filledQuantity = order.filledQuantity.plus(fill.quantity);
  if (filledQuantity.gt(order.quantity)) throw new Overfill(order, filledQuantity);
  const status = transition(order.status, filledQuantity.gte(whole) ? 'Filled' : 'PartiallyFilled');
  return { ...order, status, filledQuantity, filledCost: order.filledCost.plus(fill.quantity.times(fill.price)), updatedAt: fill.at };
}

/** The requested changes; absent fields stay as they are. `quantity` is the total, filled parts included. */
export interface Amendment {
  readonly quantity?: Decimal;
  readonly price?: Decimal;
}

/** The order with the terms that the venue has applied; FILLED if no more is ordered than has filled. Throws `Overfill` below that. */
export function updateOrder(order: Order, { quantity = order.quantity, price = order.price }: Amendment, at: number): Order {
  if (order.filledQuantity.gt(quantity)) throw new Overfill({ ...order, quantity }, order.filledQuantity);
  const isFilled = order.filledQuantity.eq(quantity) && isOpen(order.status);
  const next = transition(order.status, isFilled ? 'Filled' : 'Updated');
  const status = next === 'ACCEPTED' && order.filledQuantity.sign > 0 ? 'PARTIALLY_FILLED' : next;
  const { reason: _old, ...rest } = order;
  return { ...rest, quantity, ...(price === undefined ? {} : { price }), status, updatedAt: at };
}

/** The quantity that may still fill; zero once the order is closed. */
export function leavesOf(order: Order): Decimal {
  return isOpen(order.status) ? order.quantity.minus(order.filledQuantity) : Decimal.ZERO;
}

/** Executions add up to more than the ordered quantity. */
export class Overfill extends Error {
  constructor(
    readonly order: Order,
    readonly filledQuantity: Decimal,
  ) {
    super(`order ${order.clientOrderId} asked for ${order.quantity} ${order.symbol}, its executions add up to ${filledQuantity}`);
    this.name = 'Overfill';
  }
}
