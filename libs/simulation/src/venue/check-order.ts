import { decimal } from '@libs/kernel';
import { checkFunds } from '../account/check-funds';
import { checkExitRules } from './check-exits';
import { takerPrice } from './market-price';
import type { SimOrder, Trigger } from './order';
import type { OrderDraft } from './order-draft';
import { refuse, type Refusal } from './refusal';
import type { VenueState } from './venue-state';

const CAPS = { active: 500, conditional: 10, spot: 500, spotConditional: 30, spotExits: 30 } as const;

/** A limit may be at most this many times the last price away; catches misplaced decimal points. */
const FARTHEST = decimal('5');

/** Returns the first violated rule. */
export function checkOrder(state: VenueState, draft: OrderDraft): Refusal | undefined {
  const refusal =
    checkMarket(draft) ??
    checkClientId(draft) ??
    modeFits(draft) ??
    checkPrice(draft) ??
    checkQuantity(draft) ??
    (draft.request.trigger ? checkTrigger(draft, draft.request.trigger) : undefined) ??
    checkCaps(draft) ??
    checkClosing(draft) ??
    checkExitRules(draft);
  if (refusal || (draft.waits && !occupiesCoins(draft))) return refusal;
  return checkMoney(state, draft);
}

function checkMarket({ market }: OrderDraft): Refusal | undefined {
  return market.isOpen && market.last > 0 ? undefined : refuse('MARKET_NOT_OPEN');
}

function checkClientId({ request, desk }: OrderDraft): Refusal | undefined {
  const { market, clientOrderId } = request;
  if (clientOrderId === '' || !desk.account.hasUsed(market, clientOrderId)) return undefined;
  return refuse('DUPLICATE_CLIENT_ID', undefined, clientOrderId);
}

/** Checked again when a waiting order triggers. */
export function checkMoney(state: VenueState, draft: OrderDraft, replaces?: SimOrder): Refusal | undefined {
  if (draft.closes && !draft.market.isSpot) return undefined;
  const { market, request, desk } = draft;
  // A waiting order reserves what it would pay at its trigger.
  const price = request.price ? undefined : (request.trigger?.price ?? takerPrice(draft));
  return checkFunds({
    account: desk.account,
    markets: state.markets,
    market,
    request,
    ...(price ? { price } : {}),
    ...(replaces ? { replaces } : {}),
  });
}

function modeFits({ desk, index, market }: OrderDraft): Refusal | undefined {
  if (market.isSpot) return undefined;
  const { hedged } = desk.account.settings(market);
  return hedged === (index !== 0) ? undefined : refuse('POSITION_MODE_MISMATCH', hedged ? 'hedge' : 'one-way', index);
}

/** A price beyond the limits is moved to them on linear markets and refused on spot, the default of the venue's accounts. */
export function checkPrice(draft: OrderDraft): Refusal | undefined {
  const { request, market, ticks } = draft;
  if (request.type === 'MARKET') return undefined;
  const { price } = request;
  if (!price || price.sign <= 0) return refuse('PRICE_MISSING', '> 0', price ?? 'none');
  if (Number.isNaN(ticks) || !market.fits(price, 'tickSize')) return refuse('PRICE_OFF_TICK', market.instrument.tickSize, price);
  const { minPrice, maxPrice } = market.instrument;
  if (ticks > market.last * 5) return refuse('PRICE_OUT_OF_RANGE', market.lastPrice.times(FARTHEST), price);
  if (maxPrice && price.gt(maxPrice)) return refuse('PRICE_OUT_OF_RANGE', maxPrice, price);
  if (minPrice && price.lt(minPrice)) return refuse('PRICE_OUT_OF_RANGE', minPrice, price);
  return draft.waits ? undefined : checkPriceLimit(draft);
}

export function checkPriceLimit(draft: OrderDraft): Refusal | undefined {
  const { market, side, ticks, request } = draft;
  const { lowest, highest } = market.tickLimits;
  if (side === 1 ? ticks <= highest : ticks >= lowest) return undefined;
  const limit = side === 1 ? highest : lowest;
  if (market.isSpot) return refuse(side === 1 ? 'PRICE_TOO_HIGH' : 'PRICE_TOO_LOW', market.prices.value(limit), request.price);
  draft.setPrice(limit);
  return undefined;
}

export function checkQuantity(draft: OrderDraft): Refusal | undefined {
  const { request, market, lots } = draft;
  const { lotSize, minQuantity, maxQuantity, maxMarketQuantity, maxPostOnlyQuantity, minNotional } = market.instrument;
  if (request.quoteQuantity) {
    return request.quoteQuantity.lt(minNotional) ? refuse('NOTIONAL_TOO_SMALL', minNotional, request.quoteQuantity) : undefined;
  }
  const { quantity } = request;
  if (quantity.isZero && request.reduceOnly && request.closeOnTrigger) return undefined;
  if (quantity.lt(minQuantity)) return refuse('QUANTITY_TOO_SMALL', minQuantity, quantity);
  if (Number.isNaN(lots) || !market.fits(quantity, 'lotSize')) return refuse('QUANTITY_OFF_LOT', lotSize, quantity);
  const postOnly = request.timeInForce === 'POST_ONLY' && maxPostOnlyQuantity;
  const most = request.type === 'MARKET' ? maxMarketQuantity : postOnly ? maxPostOnlyQuantity : maxQuantity;
  if (quantity.gt(most)) return refuse('QUANTITY_TOO_LARGE', most, quantity);
  return draft.closes ? undefined : checkNotional(draft);
}

function checkNotional(draft: OrderDraft): Refusal | undefined {
  const { minNotional, maxNotional } = draft.market.instrument;
  const notional = draft.request.quantity.times(draft.price);
  if (notional.lt(minNotional)) return refuse('NOTIONAL_TOO_SMALL', minNotional, notional);
  return maxNotional && notional.gt(maxNotional) ? refuse('QUANTITY_TOO_LARGE', maxNotional, notional) : undefined;
}

/** The trigger of a contract must be ahead of its price; spot triggers work from either side. */
export function checkTrigger({ market }: OrderDraft, { price, source, direction }: Trigger): Refusal | undefined {
  const ticks = market.prices.units(price);
  const { tickSize, maxPrice } = market.instrument;
  if (price.sign <= 0 || Number.isNaN(ticks)) return refuse('TRIGGER_OFF_TICK', tickSize, price);
  if (maxPrice && price.gt(maxPrice)) return refuse('PRICE_OUT_OF_RANGE', maxPrice, price);
  const place = market.placeOf(source);
  if (direction === 'RISE' ? ticks > place : ticks < place) return undefined;
  const code = direction === 'RISE' ? 'TRIGGER_ALREADY_PASSED_UP' : 'TRIGGER_ALREADY_PASSED_DOWN';
  return refuse(code, market.priceOf(source), price);
}

export function checkCaps({ desk, market, waits, request }: OrderDraft): Refusal | undefined {
  const { client } = desk;
  if (market.isSpot && client.spotOrders >= CAPS.spot) return refuse('TOO_MANY_OPEN_ORDERS', CAPS.spot, client.spotOrders);
  if (!waits) {
    return desk.active >= CAPS.active ? refuse('TOO_MANY_OPEN_ORDERS', CAPS.active, desk.active) : undefined;
  }
  const isExit = request.purpose === 'SPOT_TPSL' || request.purpose === 'SPOT_OCO';
  const [count, most] = isExit
    ? [desk.exitOrders, CAPS.spotExits]
    : [desk.conditional, market.isSpot ? CAPS.spotConditional : CAPS.conditional];
  return count >= most ? refuse('TOO_MANY_CONDITIONAL_ORDERS', most, count) : undefined;
}

/** A closing order needs something to close; a waiting one is checked at its trigger. */
function checkClosing(draft: OrderDraft): Refusal | undefined {
  if (!draft.closes) return undefined;
  if (draft.market.isSpot) return refuse('REDUCE_ONLY_ON_SPOT');
  const { quantity } = draft.desk.position(draft.index);
  return draft.waits || quantity.sign * draft.side < 0
    ? undefined
    : refuse('REDUCE_ONLY_WITHOUT_POSITION', quantity, draft.request.quantity);
}

/** Spot take-profit and stop-loss orders reserve their coins before the trigger. */
export function occupiesCoins({ market, request }: OrderDraft): boolean {
  return market.isSpot && (request.purpose === 'SPOT_TPSL' || request.purpose === 'SPOT_OCO');
}
