import { Decimal } from '@libs/kernel';
import type { JournalItem } from '@libs/persistence';
import { averagePrice } from '../orders/average-price';
import type { Fill } from '../orders/fills.types';
import type { Order } from '../orders/orders.types';
import type { BookedPosition } from '../positions/positions';

/** The order as it was right after this event. */
export function orderOf(accountId: string, { event: { order } }: JournalItem<'OrderChanged'>): Order {
  return {
    clientOrderId: order.clientOrderId,
    accountId,
    deploymentId: order.deploymentId,
    venueOrderId: order.venueOrderId ?? null,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    quantity: order.quantity,
    price: order.price ?? null,
    timeInForce: order.timeInForce,
    postOnly: order.postOnly,
    reduceOnly: order.reduceOnly,
    tag: order.tag ?? null,
    status: order.status,
    filledQuantity: order.filledQuantity,
    averagePrice: averagePrice(order.filledCost, order.filledQuantity),
    reason: order.reason ?? null,
    createdAt: new Date(order.createdAt),
    updatedAt: new Date(order.updatedAt),
  };
}

export function fillOf(accountId: string, { event: { fill, realised } }: JournalItem<'FillRecorded'>): Fill {
  return { ...fill, accountId, realised, at: new Date(fill.at) };
}

/** `deploymentId` null is the account's own position. */
export function positionOf(accountId: string, { event }: JournalItem<'PositionChanged'>): BookedPosition {
  const { symbol, quantity, cost: entryValue, realised, fees } = event.position;
  const flat = Decimal.parse(quantity).isZero;
  const averagePrice = flat ? null : event.averagePrice;
  return { accountId, deploymentId: event.deploymentId, symbol, quantity, averagePrice, entryValue, realised, fees };
}
