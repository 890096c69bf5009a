import { Decimal, InvalidDecimal, type Category, type OrderSide, type OrderType } from '@libs/kernel';
import { marketKey, type SimOrderRequest, type SimTimeInForce } from '@libs/simulation';
import { BadRequest, badParameter, type Parameters } from './parameters';
import { refusalReply } from './ret-codes';

const SIDES: Readonly<Record<string, OrderSide>> = { Buy: 'BUY', Sell: 'SELL' };
const TYPES: Readonly<Record<string, OrderType>> = { Market: 'MARKET', Limit: 'LIMIT' };
const TIMES: Readonly<Record<string, SimTimeInForce>> = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK', PostOnly: 'POST_ONLY' };
const CLIENT_ID = /^[A-Za-z0-9_-]{1,36}$/;
/** Attachments of an order that this venue does not carry out. */
const NOT_SERVED = ['triggerPrice', 'takeProfit', 'stopLoss', 'tpslMode', 'tpLimitPrice', 'slLimitPrice', 'orderIv'] as const;

/** Reads the body of `order/create`; what the instrument allows is checked by the engine. */
export function readOrder(parameters: Parameters): { readonly category: Category; readonly request: SimOrderRequest } {
  const category = parameters.category();
  const venueSymbol = parameters.required('symbol');
  const side = SIDES[parameters.oneOf('side', ['Buy', 'Sell'])]!;
  const type = TYPES[parameters.oneOf('orderType', ['Market', 'Limit'])]!;
  for (const name of NOT_SERVED) {
    const value = parameters.text(name);
    if (value !== undefined && value !== '0') throw badParameter(`params error: ${name} is not supported by this exchange simulator`);
  }
  if ((parameters.text('positionIdx') ?? '0') !== '0') throw badParameter('position idx not match position mode');
  const amount = number(parameters, 'qty');
  const price = type === 'LIMIT' ? limitPrice(parameters, category) : undefined;
  const byValue =
    category === 'spot' &&
    type === 'MARKET' &&
    (parameters.text('marketUnit') ?? (side === 'BUY' ? 'quoteCoin' : 'baseCoin')) === 'quoteCoin';
  return {
    category,
    request: {
      market: marketKey({ category, venueSymbol }),
      clientOrderId: clientId(parameters),
      ...{ side, type, timeInForce: timeInForce(parameters, type), reduceOnly: parameters.flag('reduceOnly') },
      quantity: byValue ? Decimal.ZERO : amount,
      ...(byValue ? { quoteQuantity: amount } : {}),
      ...(price ? { price } : {}),
    },
  };
}

function limitPrice(parameters: Parameters, category: Category): Decimal {
  if (parameters.text('price') === undefined) throw new BadRequest(refusalReply({ code: 'PRICE_MISSING' }, category));
  return number(parameters, 'price');
}

function timeInForce(parameters: Parameters, type: OrderType): SimTimeInForce {
  const text = parameters.text('timeInForce') ?? (type === 'MARKET' ? 'IOC' : 'GTC');
  const value = Object.hasOwn(TIMES, text) ? TIMES[text] : undefined;
  if (!value) throw badParameter('params error: timeInForce invalid');
  return type === 'MARKET' ? (value === 'FOK' ? 'FOK' : 'IOC') : value;
}

function clientId(parameters: Parameters): string {
  const id = parameters.text('orderLinkId') ?? '';
  if (id !== '' && !CLIENT_ID.test(id)) throw badParameter('params error: orderLinkId invalid, at most 36 letters, digits, - and _');
  return id;
}

function number(parameters: Parameters, name: string): Decimal {
  const text = parameters.required(name);
  try {
    const value = Decimal.parse(text);
    if (value.sign > 0 && value.scale <= 18 && text.length <= 40) return value;
  } catch (error) {
    if (!(error instanceof InvalidDecimal)) throw error;
  }
  throw badParameter(`params error: ${name} invalid`);
}
