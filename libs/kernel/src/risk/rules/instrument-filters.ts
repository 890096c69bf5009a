import { readable } from '../../number/readable';
import type { OrderRequest } from '../../order/order';
import type { Denial, DenialCode } from '../denial';
import { worstPrice } from '../exposure';
import type { OrderSetting } from '../rule';

/** Price and stop price must be multiples of the tick. */
export function tickSize({ price, stop }: OrderRequest, { instrument }: OrderSetting): Denial | null {
  const [name, odd] = [['price', price] as const, ['stop', stop] as const].find(([, one]) => !onTick(one, instrument)) ?? [];
  if (odd === undefined) return null;
  return denial(
    'TICK_SIZE',
    `${instrument.tickSize} ${instrument.quote}`,
    `${odd} ${instrument.quote}`,
    `${name} ${odd} is not a multiple of the tick size ${instrument.tickSize} of ${instrument.symbol}`,
  );
}

function onTick(price: OrderRequest['price'], { tickSize: tick }: OrderSetting['instrument']): boolean {
  return price === undefined || price.isMultipleOf(tick);
}

export function maxPrice(order: OrderRequest, { instrument }: OrderSetting): Denial | null {
  if (order.price === undefined || instrument.maxPrice === undefined || order.price.lte(instrument.maxPrice)) return null;
  return denial(
    'MAX_PRICE',
    `${instrument.maxPrice} ${instrument.quote}`,
    `${order.price} ${instrument.quote}`,
    `price ${order.price} is above the maximum ${instrument.maxPrice} of ${instrument.symbol}`,
  );
}

/** The quantity must be a multiple of the lot. */
export function lotSize(order: OrderRequest, { instrument }: OrderSetting): Denial | null {
  if (order.quantity.isMultipleOf(instrument.lotSize)) return null;
  return denial(
    'LOT_SIZE',
    `${instrument.lotSize} ${instrument.base}`,
    `${order.quantity} ${instrument.base}`,
    `quantity ${order.quantity} is not a multiple of the lot size ${instrument.lotSize} of ${instrument.symbol}`,
  );
}

export function minQuantity(order: OrderRequest, { instrument }: OrderSetting): Denial | null {
  if (order.quantity.gte(instrument.minQuantity)) return null;
  return denial(
    'MIN_QUANTITY',
    `${instrument.minQuantity} ${instrument.base}`,
    `${order.quantity} ${instrument.base}`,
    `quantity ${order.quantity} is below the minimum ${instrument.minQuantity} of ${instrument.symbol}`,
  );
}

export function maxQuantity(order: OrderRequest, { instrument }: OrderSetting): Denial | null {
  if (order.quantity.lte(instrument.maxQuantity)) return null;
  return denial(
    'MAX_QUANTITY',
    `${instrument.maxQuantity} ${instrument.base}`,
    `${order.quantity} ${instrument.base}`,
    `quantity ${order.quantity} is above the maximum ${instrument.maxQuantity} of ${instrument.symbol}`,
  );
}

/** Quantity × price must reach the venue's minimum. A reduceOnly order is exempt, otherwise a small remainder could never be closed. */
export function minNotional(order: OrderRequest, { instrument, price }: OrderSetting): Denial | null {
  if (order.reduceOnly || price === null) return null;
  const notional = order.quantity.times(worstPrice(order, price));
  if (notional.gte(instrument.minNotional)) return null;
  const [worth, least] = readable(notional, instrument.minNotional);
  return denial(
    'MIN_NOTIONAL',
    `${instrument.minNotional} ${instrument.quote}`,
    `${notional} ${instrument.quote}`,
    `order value ${worth} ${instrument.quote} is below the minimum ${least} ${instrument.quote} of ${instrument.symbol}`,
  );
}

function denial(code: DenialCode, limit: string, value: string, message: string): Denial {
  return { code, limit, value, message };
}
