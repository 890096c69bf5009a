import { Decimal } from '@libs/kernel';
import { SelfTrade, type SelfTradeCode, type SubmitOutcome, type Ticket } from '../matching/book-types';
import { checkCaps, checkMoney, checkOrder, checkPriceLimit } from './check-order';
import type { LiveOrder } from './desk';
import { lotsForValue, marketLimit, offersFor } from './market-price';
import { OrderDraft } from './order-draft';
import type { CancelReason, OrderPurpose, SelfTradePolicy, SimOrder, SimOrderRequest } from './order';
import { refuse } from './refusal';
import type { SubmitResult } from './requests';
import type { Mutable, OrderChange, VenueState } from './venue-state';

/** Order fields that clients cannot set. */
export type OrderOrigin = Partial<Pick<SimOrder, 'parentOrderId' | 'parentClientOrderId' | 'siblingOrderId' | 'triggeredAt'>>;

const UNCHANGED: OrderChange = {};

const POLICY: Readonly<Record<SelfTradePolicy, SelfTradeCode>> = SelfTrade;

const ENDED: Readonly<Partial<Record<SubmitOutcome, CancelReason>>> = {
  KILLED: 'NO_FULL_FILL',
  WOULD_TAKE: 'POST_ONLY_WOULD_TAKE',
  SELF_TRADE_STOPPED: 'BY_SELF_TRADE_PREVENTION',
};

export function submit(state: VenueState, accountId: string, request: SimOrderRequest): SubmitResult {
  const client = state.client(accountId);
  const market = state.markets.get(request.market);
  if (!market) return { kind: 'refused', refusal: refuse('UNKNOWN_MARKET', undefined, request.market) };
  const draft = new OrderDraft(request, client.desk(market));
  const refusal = checkOrder(state, draft);
  if (refusal) return { kind: 'refused', refusal };
  if (draft.closes && !draft.waits) clip(draft);
  const live = state.enlist(draft.desk, makeOrder(state, draft));
  if (client.mishaps.delete('REJECT_NEXT_ORDER')) {
    // The client sees the order accepted, and then rejected.
    const order = state.store(live, {});
    state.store(live, { status: 'REJECTED', cancelReason: 'BY_ADMIN' });
    return { kind: 'accepted', order };
  }
  return { kind: 'accepted', order: draft.waits ? wait(state, live) : enter(state, live) };
}

/** A reduce-only order is cut to what it can close, as on the real venue; without a quantity it closes all it may. */
function clip(draft: OrderDraft): void {
  const { market, request, lots } = draft;
  const { maxQuantity, maxMarketQuantity } = market.instrument;
  const most = market.lots.floorUnits(request.type === 'MARKET' ? maxMarketQuantity : maxQuantity);
  const closable = Math.min(draft.desk.closable(draft.index, draft.side), most);
  if (lots === 0 || lots > closable) draft.setLots(closable);
}

export function makeOrder(state: VenueState, { request, market, desk, waits, ticks, lots }: OrderDraft, origin?: OrderOrigin): SimOrder {
  const sequence = state.nextSequence();
  const { base, quote, settle, category } = market.instrument;
  const order: Mutable<SimOrder> = {
    market: request.market,
    clientOrderId: request.clientOrderId,
    side: request.side,
    type: request.type,
    // The market's own instance, so that orders with equal quantities share it.
    quantity: lots > 0 ? market.quantities.value(lots) : request.quantity,
    timeInForce: request.timeInForce,
    reduceOnly: request.reduceOnly,
    purpose: request.purpose ?? purposeOf(request),
    positionIndex: request.positionIndex ?? 0,
    selfTrade: request.selfTrade ?? 'NONE',
    orderId: state.idOf(sequence),
    accountId: desk.account.id,
    status: waits ? 'UNTRIGGERED' : 'NEW',
    filled: Decimal.ZERO,
    filledValue: Decimal.ZERO,
    fees: Decimal.ZERO,
    feeAsset: category === 'linear' ? settle : request.side === 'BUY' ? base : quote,
    lastPriceOnCreated: market.lastPrice,
    createdAt: state.now,
    updatedAt: state.now,
    sequence,
  };
  if (request.price) order.price = ticks > 0 ? market.prices.value(ticks) : request.price;
  if (isMore(request)) addMore(order, request);
  return origin ? Object.assign(order, origin) : order;
}

function isMore({ quoteQuantity, trigger, closeOnTrigger, takeProfit, stopLoss, exitMode, slippage }: SimOrderRequest): boolean {
  return Boolean(quoteQuantity ?? trigger ?? closeOnTrigger ?? takeProfit ?? stopLoss ?? exitMode ?? slippage);
}

/** Rare fields; separate, because spreading objects takes V8 microseconds. */
function addMore(order: Mutable<SimOrder>, request: SimOrderRequest): void {
  const { quoteQuantity, trigger, closeOnTrigger, takeProfit, stopLoss, exitMode, slippage } = request;
  if (quoteQuantity) order.quoteQuantity = quoteQuantity;
  if (trigger) order.trigger = trigger;
  if (closeOnTrigger !== undefined) order.closeOnTrigger = closeOnTrigger;
  if (takeProfit) order.takeProfit = takeProfit;
  if (stopLoss) order.stopLoss = stopLoss;
  if (exitMode) order.exitMode = exitMode;
  if (slippage) order.slippage = slippage;
}

function purposeOf(request: SimOrderRequest): OrderPurpose {
  return request.trigger ? 'STOP' : 'ORDER';
}

/** Registers an order with its trigger. */
export function wait(state: VenueState, live: LiveOrder): SimOrder {
  addTrigger(state, live);
  return state.tell(live);
}

export function addTrigger(state: VenueState, live: LiveOrder): void {
  live.state = 'WAITING';
  const { trigger, purpose } = live.order;
  const { market } = live.desk;
  if (!trigger || purpose === 'TRAILING_STOP') return;
  market.triggers[trigger.source].add(live.number, trigger.direction, market.prices.units(trigger.price));
  // The price may already be beyond it; orders that must not trigger immediately were refused before.
  state.repriced.add(market);
}

const ticket: Ticket = { order: 0, owner: 0, side: 1, ticks: 0, lots: 0, tif: 'GTC', selfTrade: 0, capped: false };

/** An order enters the book: it trades, rests or ends. Returns its value afterwards. */
export function enter(state: VenueState, live: LiveOrder): SimOrder {
  const { order, desk, side } = live;
  const { market } = desk;
  if (order.type === 'MARKET') live.ticks = marketLimit(market, side, order.slippage);
  if (order.quoteQuantity) spend(live, order.quoteQuantity);
  if (live.lots <= 0) return end(state, live, 'LEFT_CANCELLED');
  ticket.order = live.number;
  ticket.owner = desk.account.number;
  ticket.side = side;
  ticket.ticks = live.ticks;
  ticket.lots = live.lotsLeft;
  ticket.tif = order.type === 'MARKET' && order.timeInForce !== 'FOK' ? 'IOC' : order.timeInForce;
  ticket.selfTrade = POLICY[order.selfTrade];
  ticket.capped = live.closes;
  return settle(state, live, market.book.submit(ticket));
}

function spend(live: LiveOrder, value: Decimal): void {
  const { desk, side, order, ticks } = live;
  const { lots, isAll } = lotsForValue(desk.market, offersFor(desk, side, order.selfTrade), { side, value, limit: ticks });
  live.lots = lots;
  live.spendsAll = isAll;
}

function settle(state: VenueState, live: LiveOrder, outcome: SubmitOutcome): SimOrder {
  if (outcome === 'RESTING') return rest(state, live);
  return outcome === 'FILLED' && live.spendsAll
    ? state.store(live, { status: 'FILLED', ...boughtByValue(live) })
    : end(state, live, outcome);
}

/** The final quantity of an order by value is what it bought. */
function boughtByValue({ order, filled }: LiveOrder): Partial<SimOrder> {
  return order.quoteQuantity ? { quantity: filled } : {};
}

export function rest(state: VenueState, live: LiveOrder, change: OrderChange = UNCHANGED): SimOrder {
  live.state = 'RESTING';
  if (live.closes) {
    // Moves it to the back, as in its queue.
    live.desk.closing.delete(live);
    live.desk.closing.add(live);
  }
  if (live.filledLots === 0 && change === UNCHANGED && !live.isTold) return state.tell(live);
  return state.store(live, { ...change, status: live.filledLots > 0 ? 'PARTIALLY_FILLED' : 'NEW' });
}

function end(state: VenueState, live: LiveOrder, outcome: SubmitOutcome): SimOrder {
  const { order, desk, side, ticks } = live;
  const { book } = desk.market;
  const best = side === 1 ? book.bestAsk : book.bestBid;
  const isBeyond = order.type === 'MARKET' && best !== undefined && (side === 1 ? best > ticks : best < ticks);
  const ranDry = outcome === 'LEFT_CANCELLED' || outcome === 'FILLED';
  const cancelReason = ranDry ? (isBeyond ? 'BEYOND_PRICE_BAND' : 'NO_IMMEDIATE_FILL') : ENDED[outcome];
  if (!cancelReason) throw new Error(`a book answered ${outcome} to an order that was checked`);
  return state.store(live, { status: 'CANCELLED', cancelReason, ...boughtByValue(live) });
}

/** Checks whether a triggered order may become active; closing orders are cut to what there is to close. */
export function prepareTriggered(state: VenueState, live: LiveOrder): CancelReason | undefined {
  const { order, desk } = live;
  const draft = new OrderDraft(withoutTrigger(order), desk);
  if (live.closes) {
    clip(draft);
    if (draft.lots <= 0) return 'BY_REDUCE_ONLY';
  }
  const refusal =
    checkCaps(draft) ??
    (order.type === 'LIMIT' ? checkPriceLimit(draft) : undefined) ??
    checkMoney(state, draft, desk.account.orders.get(order.orderId));
  if (refusal) return 'REFUSED_ON_TRIGGER';
  live.lots = draft.lots;
  live.ticks = draft.ticks;
  const { quantity, price } = draft.request;
  live.order = { ...order, quantity, ...(price ? { price } : {}) };
  return undefined;
}

function withoutTrigger(order: SimOrder): SimOrderRequest {
  const { trigger: _trigger, ...rest } = order;
  return rest;
}
