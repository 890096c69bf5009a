import { Decimal } from '@libs/kernel';
import type { OrderIntent } from './hook-context';
import type { StrategyCommand } from './protocol';

const MAX_TAG = 64;

/** The command for an intent; throws with a sentence when it could never be an order. */
export function toSubmit(intent: OrderIntent): Extract<StrategyCommand, { readonly kind: 'submit' }> {
  const { symbol, side, price, tag } = intent;
  if (side !== 'BUY' && side !== 'SELL') throw new Error(`side is ${String(side)}; it must be BUY or SELL`);
  const quantity = positive('quantity', intent.quantity);
  if (price === undefined && intent.postOnly === true) throw new Error('a market order cannot be postOnly; give it a price');
  if (tag !== undefined && tag.length > MAX_TAG) throw new Error(`tag is ${tag.length} characters long; at most ${MAX_TAG}`);
  return {
    kind: 'submit',
    symbol,
    side,
    type: price === undefined ? 'MARKET' : 'LIMIT',
    quantity,
    ...(price === undefined ? {} : { price: positive('price', price) }),
    timeInForce: intent.timeInForce ?? (price === undefined ? 'IOC' : 'GTC'),
    postOnly: intent.postOnly ?? false,
    reduceOnly: intent.reduceOnly ?? false,
    ...(tag === undefined ? {} : { tag }),
  };
}

function positive(name: string, text: string): string {
  if (typeof text !== 'string') throw new Error(`${name} is ${String(text)}, a ${typeof text}; it must be decimal text`);
  const value = Decimal.parse(text);
  if (value.sign <= 0) throw new Error(`${name} is ${text}; it must be above 0`);
  return value.toString();
}
