import { Decimal, changeOrder, isOpen } from '@libs/kernel';
import type { Denial, Order, OrderEvent, OrderNews, OrderStatus } from '@libs/kernel';
import type { AmendmentText } from '@libs/sdk';
import { tellStrategy } from './delivery';
import type { Cause, CoreEvent } from './event';
import type { CoreState, TrackedOrder } from './state';
import type { Turn } from './turn';

/** Closed orders that are kept for late reports. */
const KEPT_CLOSED_ORDERS = 1_000;

type Change = Extract<CoreEvent, { type: 'OrderChanged' }>['change'];

/** Statuses a strategy is told; fills have an event of their own, and what it asked for itself it knows. */
const TOLD: ReadonlySet<OrderStatus> = new Set([
  'DENIED',
  'EMULATED',
  'RELEASED',
  'ACCEPTED',
  'REJECTED',
  'FILLED',
  'CANCELED',
  'EXPIRED',
  'UNKNOWN',
]);

export function findOrder(state: CoreState, clientOrderId: string): TrackedOrder | undefined {
  return state.liveOrders.get(clientOrderId) ?? state.closedOrders.get(clientOrderId);
}

/** A new order; it counts in exposure from its first change of status on. */
export function trackOrder(turn: Turn, order: Order, cause: Cause): TrackedOrder {
  const tracked: TrackedOrder = { order, venueFilled: Decimal.ZERO, executionIds: [], cancelRequested: false };
  turn.emit({ type: 'OrderChanged', change: 'Initialized', order, cause });
  return tracked;
}

/** What is told of a change beside the order itself. */
interface Told {
  readonly order: Order;
  readonly change: Change;
  readonly cause: Cause;
  readonly denial?: Denial;
  readonly amendment?: AmendmentText;
}

export interface OrderChange {
  readonly event: Exclude<OrderEvent, 'PartiallyFilled' | 'Filled'>;
  readonly cause: Cause;
  readonly news?: Omit<OrderNews, 'at'>;
  readonly denial?: Denial;
}

/** Moves an order on and says so; news that change nothing about it leave no trace. */
export function moveOrder(turn: Turn, tracked: TrackedOrder, { event, cause, news, denial }: OrderChange): void {
  const before = tracked.order;
  const order = changeOrder(before, event, { ...news, at: turn.at });
  if (order === before) return;
  replaceOrder(turn, tracked, { order, change: event, cause, ...(denial === undefined ? {} : { denial }) });
}

/** Puts the changed order in place, files it under live or closed, and tells journal and strategy. */
export function replaceOrder(turn: Turn, tracked: TrackedOrder, told: Told): void {
  const before = tracked.order;
  tracked.order = told.order;
  turn.emit({ type: 'OrderChanged', ...told });
  fileOrder(turn, tracked);
  if (before.status !== told.order.status && TOLD.has(told.order.status)) tellOrder(turn, told.order);
}

/** Live while it may still trade or executions of it are owed. */
export function fileOrder({ state, ended }: Turn, tracked: TrackedOrder): void {
  const { clientOrderId } = tracked.order;
  if (isOpen(tracked.order.status) || openQuantity(tracked).sign > 0) {
    state.closedOrders.delete(clientOrderId);
    state.liveOrders.set(clientOrderId, tracked);
    return;
  }
  delete tracked.amendment;
  if (state.liveOrders.delete(clientOrderId)) ended.push(tracked);
  state.closedOrders.set(clientOrderId, tracked);
  if (state.closedOrders.size > KEPT_CLOSED_ORDERS) forgetOldest(state);
}

/** An exit that is to stand again says what it was. */
function forgetOldest({ closedOrders, setAside }: CoreState): void {
  for (const id of closedOrders.keys())
    if (!setAside?.has(id)) {
      closedOrders.delete(id);
      return;
    }
}

/** The whole of the order as the venue may see it by now: an amendment under way can have made it larger. */
export function largestQuantity({ order, amendment }: TrackedOrder): Decimal {
  const { status, quantity } = order;
  return isOpen(status) && amendment?.quantity !== undefined ? Decimal.max(quantity, amendment.quantity) : quantity;
}

/**
 * What may still become position: the rest of an open order, at its larger while it is amended, or executions the venue has told of but
 * not shown.
 */
export function openQuantity(tracked: TrackedOrder): Decimal {
  const { order, venueFilled } = tracked;
  // What has not left the house is judged when it does.
  if (order.status === 'EMULATED' || order.status === 'RELEASED') return Decimal.ZERO;
  if (isOpen(order.status)) return largestQuantity(tracked).minus(order.filledQuantity);
  return Decimal.max(Decimal.ZERO, venueFilled.minus(order.filledQuantity));
}

/** Sends a cancel unless one is on its way; false when the order is closed already. */
export function requestCancel(turn: Turn, tracked: TrackedOrder, cause: Cause): boolean {
  const { order } = tracked;
  // Whoever asks wants it gone for good.
  turn.state.setAside?.delete(order.clientOrderId);
  if (!isOpen(order.status)) return false;
  if (order.status === 'EMULATED' || order.status === 'RELEASED') {
    // Nobody else knows of it.
    moveOrder(turn, tracked, { event: 'Canceled', cause, news: { reason: 'cancelled before it was sent' } });
    return true;
  }
  if (tracked.cancelRequested) {
    // Somebody wants gone for good what a halt has taken back for its time.
    delete tracked.isTakenByHalt;
    return true;
  }
  const instrument = turn.state.instruments.get(order.symbol);
  if (instrument === undefined) return false;
  tracked.cancelRequested = true;
  // An UNKNOWN order stays UNKNOWN, yet the journal must say that the cancel went out.
  replaceOrder(turn, tracked, { order: changeOrder(order, 'CancelRequested', { at: turn.at }), change: 'CancelRequested', cause });
  const { symbol, venueSymbol, category } = instrument;
  turn.effect({ type: 'cancel', clientOrderId: order.clientOrderId, instrument: { symbol, venueSymbol, category } });
  return true;
}

/** All but what a person closes a position with: that ends with no strategy. */
export function cancelOpenOrders(turn: Turn, deploymentId: string, cause: Cause): void {
  for (const tracked of [...turn.state.liveOrders.values()])
    if (tracked.order.deploymentId === deploymentId && !tracked.isClose) requestCancel(turn, tracked, cause);
}

/** It closes a position as soon as nothing else does, and waits for no price. */
export function isWaitingClose({ order: { status }, isClose }: TrackedOrder): boolean {
  return isClose === true && status === 'RELEASED';
}

/** All but what can only make the position smaller. */
export function cancelEntries(turn: Turn, deploymentId: string, cause: Cause): void {
  for (const tracked of [...turn.state.liveOrders.values()])
    if (tracked.order.deploymentId === deploymentId && !tracked.order.reduceOnly) requestCancel(turn, tracked, cause);
}

export function tellOrder(turn: Turn, { deploymentId, clientOrderId, symbol, status, reason, tag }: Order): void {
  tellStrategy(turn, deploymentId, {
    type: 'order',
    clientOrderId,
    symbol,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(tag === undefined ? {} : { tag }),
  });
}
