import { decimal } from '@libs/kernel';
import type { SimAccount } from '../account/sim-account';
import { checkMargin, checkSpotFunds, type Markets } from './margin';
import type { MarketState } from './market-state';
import type { SimOrderRequest } from './order';
import { refuse, type Refusal } from './refusal';

export interface CheckContext {
  readonly account: SimAccount;
  readonly markets: Markets;
  readonly market: MarketState;
}

type Rule = (request: SimOrderRequest, context: CheckContext) => Refusal | undefined;

const MOST_OPEN_ORDERS = 500;
/** A limit may lie at most this many times away from the last price; catches slips of the decimal point. */
const FARTHEST = decimal('5');

/** In the order in which the first broken rule answers. */
const RULES: readonly Rule[] = [
  (_request, { market }) => (market.isOpen && market.last > 0 ? undefined : refuse('MARKET_NOT_OPEN')),
  (request, { account }) =>
    request.clientOrderId !== '' && account.hasUsed(request.market, request.clientOrderId)
      ? refuse('DUPLICATE_CLIENT_ID', undefined, request.clientOrderId)
      : undefined,
  priceFits,
  quantityFits,
  (_request, { account, market }) => {
    const open = market.buys.length + market.sells.length < MOST_OPEN_ORDERS ? 0 : openIn(account, market.key);
    return open >= MOST_OPEN_ORDERS ? refuse('TOO_MANY_OPEN_ORDERS', MOST_OPEN_ORDERS, open) : undefined;
  },
  reduceOnlyFits,
  fundsSuffice,
];

export function checkOrder(request: SimOrderRequest, context: CheckContext): Refusal | undefined {
  for (const rule of RULES) {
    const refusal = rule(request, context);
    if (refusal) return refusal;
  }
  return undefined;
}

function priceFits(request: SimOrderRequest, { market }: CheckContext): Refusal | undefined {
  if (request.type === 'MARKET') return undefined;
  const { price } = request;
  if (!price || price.sign <= 0) return refuse('PRICE_MISSING', '> 0', price ?? 'none');
  const { tickSize } = market.instrument;
  if (!price.isMultipleOf(tickSize)) return refuse('PRICE_OFF_TICK', tickSize, price);
  const highest = market.lastPrice.times(FARTHEST);
  return price.gt(highest) ? refuse('PRICE_OUT_OF_RANGE', highest, price) : undefined;
}

function quantityFits(request: SimOrderRequest, { market }: CheckContext): Refusal | undefined {
  const { lotSize, minQuantity, maxQuantity, maxMarketQuantity, minNotional } = market.instrument;
  if (request.quoteQuantity) {
    return request.quoteQuantity.lt(minNotional) ? refuse('NOTIONAL_TOO_SMALL', minNotional, request.quoteQuantity) : undefined;
  }
  const { quantity } = request;
  const most = request.type === 'MARKET' ? maxMarketQuantity : maxQuantity;
  if (quantity.lt(minQuantity)) return refuse('QUANTITY_TOO_SMALL', minQuantity, quantity);
  if (!quantity.isMultipleOf(lotSize)) return refuse('QUANTITY_OFF_LOT', lotSize, quantity);
  if (quantity.gt(most)) return refuse('QUANTITY_TOO_LARGE', most, quantity);
  const notional = quantity.times(request.price ?? market.lastPrice);
  return !request.reduceOnly && notional.lt(minNotional) ? refuse('NOTIONAL_TOO_SMALL', minNotional, notional) : undefined;
}

function reduceOnlyFits(request: SimOrderRequest, { account, market }: CheckContext): Refusal | undefined {
  if (!request.reduceOnly) return undefined;
  if (market.instrument.category === 'spot') return refuse('REDUCE_ONLY_ON_SPOT');
  const held = account.position(market.key).quantity;
  const reduces = request.side === 'BUY' ? held.sign < 0 : held.sign > 0;
  return reduces ? undefined : refuse('REDUCE_ONLY_WITHOUT_POSITION', held, request.quantity);
}

function fundsSuffice(request: SimOrderRequest, { account, markets, market }: CheckContext): Refusal | undefined {
  if (market.instrument.category === 'spot') return checkSpotFunds(account, markets, market, request);
  return request.reduceOnly ? undefined : checkMargin(account, markets, market, request);
}

function openIn(account: SimAccount, market: string): number {
  let count = 0;
  for (const order of account.open.values()) if (order.market === market) count += 1;
  return count;
}
