import { Decimal } from '@libs/kernel';
import { isOpen, leavesOf, type SimOrder } from '../venue/order';

export interface SideSums {
  readonly quantity: Decimal;
  readonly value: Decimal;
}

/** What the open orders of one position (or spot market) would add if they all filled. */
export interface OpenSums {
  readonly buys: SideSums;
  readonly sells: SideSums;
}

const NOTHING: SideSums = { quantity: Decimal.ZERO, value: Decimal.ZERO };

export const NO_ORDERS: OpenSums = { buys: NOTHING, sells: NOTHING };

/** What one order reserves: nothing unless it may open a position, or pays with coins on spot. */
export interface Occupied extends SideSums {
  readonly side: SimOrder['side'];
}

/**
 * Reduce-only and closing orders of hedge mode reserve nothing, nor do conditional orders before their trigger, except spot take-profit and
 * stop-loss orders: the exchange reserves their coins immediately.
 */
export function occupiedBy(order: SimOrder): Occupied | undefined {
  if (!isOpen(order)) return undefined;
  const { side, price, trigger } = order;
  if (order.market.startsWith('spot:')) {
    const holds = order.status !== 'UNTRIGGERED' || order.purpose === 'SPOT_TPSL' || order.purpose === 'SPOT_OCO';
    if (!holds) return undefined;
    const at = price ?? trigger?.price;
    if (order.quoteQuantity) return { side, quantity: quotient(order.quoteQuantity, at), value: order.quoteQuantity };
    return { side, quantity: leavesOf(order), value: at ? leavesOf(order).times(at) : Decimal.ZERO };
  }
  if (order.reduceOnly || order.status === 'UNTRIGGERED' || price === undefined) return undefined;
  if (order.positionIndex === (side === 'BUY' ? 2 : 1)) return undefined;
  const quantity = order.filled.isZero ? order.quantity : leavesOf(order);
  return { side, quantity, value: quantity.times(price) };
}

export function withOrder(sums: OpenSums, order: Occupied, sign: 1 | -1): OpenSums {
  const { buys, sells } = sums;
  return order.side === 'BUY' ? { buys: changed(buys, order, sign), sells } : { buys, sells: changed(sells, order, sign) };
}

function changed(sums: SideSums, by: SideSums, sign: 1 | -1): SideSums {
  if (sign > 0) return { quantity: sums.quantity.plus(by.quantity), value: sums.value.plus(by.value) };
  return { quantity: sums.quantity.minus(by.quantity), value: sums.value.minus(by.value) };
}

function quotient(value: Decimal, price: Decimal | undefined): Decimal {
  return price && price.sign > 0 ? value.dividedBy(price, 18, 'UP') : Decimal.ZERO;
}
