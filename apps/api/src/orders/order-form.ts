import { Decimal, checkOrderForm, type Denial, type DenialCode, type OrderRequest, type OrderSetting } from '@libs/kernel';
import { invalidInput, type Failure } from '../results/errors.types';
import type { PlaceOrderInput } from './orders.types';

/** Fills in what the person left out: a market order never rests, a limit order does. */
export function toRequest(input: PlaceOrderInput): OrderRequest {
  return {
    symbol: input.symbol,
    side: input.side,
    type: input.type,
    quantity: Decimal.parse(input.quantity),
    ...(input.price ? { price: Decimal.parse(input.price) } : {}),
    timeInForce: input.timeInForce ?? (input.type === 'MARKET' ? 'IOC' : 'GTC'),
    postOnly: input.postOnly ?? false,
    reduceOnly: input.reduceOnly ?? false,
    ...(input.tag ? { tag: input.tag } : {}),
  };
}

/** Names the field, the limit and the value when the order breaks its instrument's rules. */
export function checkForm(order: OrderRequest, setting: OrderSetting): Failure | null {
  const denial = checkOrderForm(order, setting);
  return denial ? invalidInput(fieldOf(order, denial), denial.limit, denial.value, denial.message) : null;
}

const FIELDS: Partial<Record<DenialCode, string>> = {
  TICK_SIZE: 'price',
  MAX_PRICE: 'price',
  LOT_SIZE: 'quantity',
  MIN_QUANTITY: 'quantity',
  MAX_QUANTITY: 'quantity',
  MIN_NOTIONAL: 'quantity',
};

/** What the core refused, with the field where it is about one. */
export function atField(failure: Failure): Failure {
  if (failure.__typename !== 'Refused') return failure;
  const { code, limit, value, message } = failure;
  const field = FIELDS[code as DenialCode];
  return field === undefined ? failure : invalidInput(field, limit ?? '', value ?? '', message);
}

function fieldOf(order: OrderRequest, { code, message }: Denial): string {
  const known = FIELDS[code];
  if (known) return known;
  if (order.quantity.sign <= 0) return 'quantity';
  if (message.includes('postOnly')) return 'postOnly';
  return message.includes('tag') ? 'tag' : 'price';
}
