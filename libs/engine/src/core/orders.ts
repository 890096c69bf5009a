import { Decimal, changeOrder, isOpen } from '@libs/kernel';
import type { Denial, Order, OrderEvent, OrderNews, OrderStatus } from '@libs/kernel';
import type { AmendmentText } from '@libs/sdk';
import { tellStrategy } from './delivery';
import type { Cause, CoreEvent } from './event';
import type { CoreState, TrackedOrder } from './state';
import type { Turn } from './turn';

/** Number of closed orders kept for late reports. */
const KEPT_CLOSED_ORDERS = 1_000;

type Change = Extract<CoreEvent, { type: 'OrderChanged' }>['change'];

/** Statuses reported to a strategy; fills have their own event, and it knows what it requested itself. */
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

/** Registers a new order; it counts in exposure from its first status change on. */
export function trackOrder(turn: Turn, order: Order, cause: Cause): TrackedOrder {
  const tracked: TrackedOrder = { order, venueFilled: Decimal.ZERO, executionIds: [], cancelRequested: false };
  turn.emit({ type: 'OrderChanged', change: 'Initialized', order, cause });
  return tracked;
}

/** What is reported of a change besides the order itself. */
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

/** Applies an event to an order and reports the change; an event that changes nothing leaves no trace. */
export function moveOrder(turn: Turn, tracked: TrackedOrder, { event, cause, news, denial }: OrderChange): void {
  const before = tracked.order;
  const order = changeOrder(before, event, { ...news, at: turn.at });
  if (order === before) return;
  replaceOrder(turn, tracked, { order, change: event, cause, ...(denial === undefined ? {} : { denial }) });
}

/** Stores the changed order as live or closed, and informs journal and strategy. */
export function replaceOrder(turn: Turn, tracked: TrackedOrder, told: Told): void {
  const before = tracked.order;
  tracked.order = told.order;
  turn.emit({ type: 'OrderChanged', ...told });
  fileOrder(turn, tracked);
  if (before.status !== told.order.status && TOLD.has(told.order.status)) tellOrder(turn, told.order);
}

/** Live while it may still fill or executions of it are missing. */
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

/** Keeps an exit that is to be placed again, because the order says what it was. */
function forgetOldest({ closedOrders, setAside }: CoreState): void {
  for (const id of closedOrders.keys())
    if (!setAside?.has(id)) {
      closedOrders.delete(id);
      return;
    }
}

/** The largest total the venue may see for the order: an amendment in flight may have increased it. */
export function largestQuantity({ order, amendment }: TrackedOrder): Decimal {
  const { status, quantity } = order;
  return isOpen(status) && amendment?.quantity !== undefined ? Decimal.max(quantity, amendment.quantity) : quantity;
}

/**
 * What may still become position: the rest of an open order, at the larger quantity while it is amended, or executions that the venue has
 * reported but not delivered.
 */
export function openQuantity(tracked: TrackedOrder): Decimal {
  const { order, venueFilled } = tracked;
  // An order that was not sent is checked when it is.
  if (order.status === 'EMULATED' || order.status === 'RELEASED') return Decimal.ZERO;
  if (isOpen(order.status)) return largestQuantity(tracked).minus(order.filledQuantity);
  return Decimal.max(Decimal.ZERO, venueFilled.minus(order.filledQuantity));
}

/** Sends a cancel unless one is in flight; false if the order is already closed. */
export function requestCancel(turn: Turn, tracked: TrackedOrder, cause: Cause): boolean {
  const { order } = tracked;
  // A requested cancel is final.
  turn.state.setAside?.delete(order.clientOrderId);
  if (!isOpen(order.status)) return false;
  if (order.status === 'EMULATED' || order.status === 'RELEASED') {
    // The venue does not know this order.
    moveOrder(turn, tracked, { event: 'Canceled', cause, news: { reason: 'cancelled before it was sent' } });
    return true;
  }
  if (tracked.cancelRequested) {
    // A final cancel overrides the temporary one of a halt.
    delete tracked.isTakenByHalt;
    return true;
  }
  const instrument = turn.state.instruments.get(order.symbol);
  if (instrument === undefined) return false;
  tracked.cancelRequested = true;
  // An UNKNOWN order stays UNKNOWN, but the journal must record that the cancel was sent.
  replaceOrder(turn, tracked, { order: changeOrder(order, 'CancelRequested', { at: turn.at }), change: 'CancelRequested', cause });
  const { symbol, venueSymbol, category } = instrument;
  turn.effect({ type: 'cancel', clientOrderId: order.clientOrderId, instrument: { symbol, venueSymbol, category } });
  return true;
}

/** Cancels all orders except closes by a person, which do not end with their strategy. */
export function cancelOpenOrders(turn: Turn, deploymentId: string, cause: Cause): void {
  for (const tracked of [...turn.state.liveOrders.values()])
    if (tracked.order.deploymentId === deploymentId && !tracked.isClose) requestCancel(turn, tracked, cause);
}

/** True if it closes a position as soon as nothing else does; unlike a stop it waits for no price. */
export function isWaitingClose({ order: { status }, isClose }: TrackedOrder): boolean {
  return isClose === true && status === 'RELEASED';
}

/** Cancels all orders except those that can only reduce the position. */
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
