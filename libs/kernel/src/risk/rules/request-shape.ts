import type { OrderRequest } from '../../order/order';
import type { Denial } from '../denial';

export const MAX_TAG_LENGTH = 64;

/** Checks that an order is valid in itself, independent of the market. */
export function requestShape(order: OrderRequest): Denial | null {
  if (order.quantity.sign <= 0) return invalid('quantity > 0', order.quantity.toString(), 'the quantity must be above zero');
  if (order.type === 'LIMIT' && order.price === undefined) return invalid('a price', 'none', 'a LIMIT order needs a price');
  if (order.type === 'MARKET' && order.price !== undefined)
    return invalid('no price', order.price.toString(), 'a MARKET order takes no price');
  if (order.price !== undefined && order.price.sign <= 0)
    return invalid('price > 0', order.price.toString(), 'the price must be above zero');
  if (order.stop !== undefined && order.stop.sign <= 0)
    return invalid('stop > 0', order.stop.toString(), 'the stop price must be above zero');
  if (order.postOnly && (order.type !== 'LIMIT' || order.timeInForce !== 'GTC')) {
    return invalid('LIMIT GTC', `${order.type} ${order.timeInForce}`, 'only a LIMIT order with GTC can be postOnly');
  }
  if (order.tag !== undefined && order.tag.length > MAX_TAG_LENGTH) {
    return invalid(`${MAX_TAG_LENGTH} characters`, `${order.tag.length} characters`, `the tag is longer than ${MAX_TAG_LENGTH} characters`);
  }
  return null;
}

function invalid(limit: string, value: string, message: string): Denial {
  return { code: 'INVALID_REQUEST', limit, value, message };
}
