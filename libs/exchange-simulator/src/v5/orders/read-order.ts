import { Decimal, defined, type Category, type OrderSide, type OrderType } from '@libs/kernel';
import type { PositionIndex, SimOrderRequest, SimTimeInForce, VenueMarket } from '@libs/simulation';
import { failure } from '../envelope';
import { BadRequest, badParameter, type Parameters } from '../parameters';
import { refusalReply } from '../refusals';
import { bookPrice, readSlippage } from './read-book-price';
import { readAttachedExits } from './read-exits';
import { fromWire, SIDE, SMP_TYPE, TIME_IN_FORCE, TYPE } from './names';
import { readChoice, requirePositive } from './read-number';
import { readTrigger } from './read-trigger';

const SIDES = fromWire(SIDE);
const TYPES = fromWire(TYPE);
const TIMES = fromWire(TIME_IN_FORCE);
const INDEXES: Readonly<Record<string, PositionIndex>> = { '0': 0, '1': 1, '2': 2 };
const UNITS = { baseCoin: 'baseCoin', quoteCoin: 'quoteCoin' } as const;
const SMP_TYPES = fromWire(SMP_TYPE);
const CLIENT_ID = /^[A-Za-z0-9_-]{1,36}$/;

/** Reads one order of `order/create`; what instrument and account allow is checked by the venue. */
export function readOrder(parameters: Parameters, category: Category, market: VenueMarket): SimOrderRequest {
  const side = requireChoice(parameters, 'side', { choices: SIDES, category, spot: [170117, 'Invalid side.'] });
  const type = requireChoice(parameters, 'orderType', { choices: TYPES, category, spot: [170116, 'Invalid orderType.'] });
  const closes = category === 'linear' && parameters.flag('closeOnTrigger');
  // Clients send the flag with spot exits too; the exchange looks at it for contracts only.
  const reduceOnly = category === 'linear' && (parameters.flag('reduceOnly') || closes);
  const trigger = readTrigger(parameters, category, market);
  const exits = readAttachedExits(parameters, category);
  if (exits.exitMode && reduceOnly) throw badParameter('params error: takeProfit and stopLoss cannot be set when reduceOnly is true');
  if (exits.exitMode && category === 'spot' && type === 'MARKET')
    throw new BadRequest(failure(170130, "Data sent for parameter 'takeProfit' is not valid."));
  const price = type === 'LIMIT' ? limitPrice(parameters, { category, market, side }) : undefined;
  const slippage = type === 'MARKET' ? readSlippage(parameters, market, { side, isConditional: trigger !== undefined }) : undefined;
  const selfTrade = readChoice(parameters, 'smpType', SMP_TYPES) ?? 'NONE';
  return {
    market: market.key,
    clientOrderId: readClientId(parameters),
    side,
    type,
    timeInForce: timeInForce(parameters, type, category),
    reduceOnly,
    selfTrade,
    positionIndex: category === 'linear' ? readPositionIndex(parameters) : 0,
    ...quantities(parameters, { category, market, side, type, closes }),
    ...defined({ price, slippage }),
    ...(closes ? { closeOnTrigger: true } : {}),
    ...trigger,
    ...exits,
  };
}

export function readPositionIndex(parameters: Parameters): PositionIndex {
  return readChoice(parameters, 'positionIdx', INDEXES) ?? 0;
}

interface Shape {
  readonly category: Category;
  readonly market: VenueMarket;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly closes: boolean;
}

/** A spot market order may come by value; a closing order of quantity 0 stands for the whole position. */
function quantities(parameters: Parameters, shape: Shape): Pick<SimOrderRequest, 'quantity' | 'quoteQuantity'> {
  const { category, market, side, type, closes } = shape;
  if (closes && Number(parameters.text('qty')) === 0) {
    const { maxMarketQuantity, maxQuantity } = market.instrument;
    return { quantity: type === 'MARKET' ? maxMarketQuantity : maxQuantity };
  }
  const amount = requirePositive(parameters, 'qty');
  if (category === 'linear' || type === 'LIMIT') return { quantity: amount };
  const unit = readChoice(parameters, 'marketUnit', UNITS) ?? (side === 'BUY' ? 'quoteCoin' : 'baseCoin');
  return unit === 'quoteCoin' ? { quantity: Decimal.ZERO, quoteQuantity: amount } : { quantity: amount };
}

function limitPrice(parameters: Parameters, { category, market, side }: Pick<Shape, 'category' | 'market' | 'side'>): Decimal {
  if (category === 'linear' && parameters.has('bboSideType')) return bookPrice(parameters, market, side);
  if (!parameters.has('price')) throw new BadRequest(refusalReply({ code: 'PRICE_MISSING' }, category));
  return requirePositive(parameters, 'price');
}

function timeInForce(parameters: Parameters, type: OrderType, category: Category): SimTimeInForce {
  const text = parameters.text('timeInForce') ?? (type === 'MARKET' ? 'IOC' : 'GTC');
  if (text === 'RPI') {
    const code = category === 'linear' ? 110119 : 170355;
    throw new BadRequest(failure(code, 'RPI orders are restricted to approved market makers only'));
  }
  const value = Object.hasOwn(TIMES, text) ? TIMES[text] : undefined;
  if (!value && category === 'spot') throw new BadRequest(failure(170115, 'Invalid timeInForce.'));
  if (!value) throw badParameter('params error: timeInForce invalid');
  return type === 'MARKET' ? (value === 'FOK' ? 'FOK' : 'IOC') : value;
}

function readClientId(parameters: Parameters): string {
  const id = parameters.text('orderLinkId') ?? '';
  if (id !== '' && !CLIENT_ID.test(id)) throw badParameter('params error: orderLinkId invalid, at most 36 letters, digits, - and _');
  return id;
}

interface Choice<T> {
  readonly choices: Readonly<Record<string, T>>;
  readonly category: Category;
  readonly spot: readonly [retCode: number, text: string];
}

/** Spot has codes of its own for what contracts call a parameter error. */
function requireChoice<T>(parameters: Parameters, name: string, { choices, category, spot }: Choice<T>): T {
  const text = parameters.required(name);
  if (Object.hasOwn(choices, text)) return choices[text]!;
  throw category === 'spot' ? new BadRequest(failure(...spot)) : badParameter(`params error: ${name} invalid`);
}
