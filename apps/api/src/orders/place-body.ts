import { z } from 'zod';
import { bodySchema, decimal, parsed, text } from '../results/rest-body';
import { OrderSide, OrderType, TimeInForce, type PlaceOrderInput } from './orders.types';

const body = z.strictObject({
  accountId: text,
  symbol: text,
  side: z.enum(OrderSide, 'BUY or SELL'),
  type: z.enum(OrderType, 'MARKET or LIMIT'),
  quantity: decimal,
  price: decimal.nullish(),
  timeInForce: z.enum(TimeInForce, 'GTC, IOC or FOK').nullish(),
  postOnly: z.boolean('true or false').nullish(),
  reduceOnly: z.boolean('true or false').nullish(),
  tag: text.nullish(),
});

/** For the REST documentation. */
export const PLACE_BODY = bodySchema(body);

/** Throws a problem that names the first field that is not as it must be. */
export function placeBody(value: unknown): Omit<PlaceOrderInput, 'idempotencyKey'> {
  return parsed(body, value) as Omit<PlaceOrderInput, 'idempotencyKey'>;
}
