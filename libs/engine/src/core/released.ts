import { Decimal, checkOrder, isOpen, reducibleQuantity, updateOrder } from '@libs/kernel';
import type { DenialCode, Instrument, Order, Position, RiskContext } from '@libs/kernel';
import { leftByHand } from './by-hand';
import type { Cause } from './event';
import { isWaitingClose, moveOrder, openQuantity, replaceOrder, requestCancel } from './orders';
import { canBeJudged, riskContext, sumOpen } from './risk-context';
import type { CoreState, TrackedOrder } from './state';
import { isReached, stopMark } from './stop-price';
import { deny, submit } from './ticket';
import type { Turn } from './turn';
import { CORE } from './turn';

/** Denials of an exit for a temporary reason, or one that a person can lift; the exit waits instead of being lost. */
export const PASSING: ReadonlySet<DenialCode> = new Set([
  'DATA_UNTRUSTED',
  'TRADING_REDUCING',
  'MAX_POSITION_SIZE',
  'INSUFFICIENT_BALANCE',
]);

/** How long a triggered stop waits before it is reported as late; market time. */
const PATIENCE_MS = 5_000;

export interface Release {
  /** The most it may close. */
  readonly most: Decimal;
  /** Orders that must be closed before it is sent, whether or not there is room beside them. */
  readonly first: readonly TrackedOrder[];
  readonly cause: Cause;
}

/** Reports each triggered stop, and each close, that has waited too long, once. */
export function tellLate(turn: Turn): void {
  const { state } = turn;
  for (const tracked of state.liveOrders.values()) {
    const due = lateAt(tracked);
    if (due === null || turn.at < due) continue;
    tracked.isLate = true;
    const { clientOrderId, deploymentId, symbol, updatedAt: since } = tracked.order;
    const waitsFor = underWay(state, tracked.order);
    const what = isWaitingClose(tracked) ? { isClose: true as const } : {};
    turn.emit({ type: 'StopDelayed', clientOrderId, deploymentId, symbol, since, waitsFor, ...what });
  }
}

/**
 * Market time at which a stop has waited too long; null if it is not waiting or was already reported. A stop in a longer pause after a loss
 * does not count as waiting.
 */
export function lateAt({ order, isLate, waitsUntil = 0 }: TrackedOrder): number | null {
  if (order.status !== 'RELEASED' || isLate !== undefined) return null;
  const due = order.updatedAt + PATIENCE_MS;
  return waitsUntil < due ? due : waitsUntil + PATIENCE_MS;
}

/** Retries triggered stops and closes that wait; a bracket handles its own stop. */
export function tendReleased(turn: Turn): void {
  for (const tracked of turn.state.liveOrders.values())
    if (tracked.order.status === 'RELEASED' && tracked.order.bracket === undefined) sendAlone(turn, tracked);
}

/** True if what was triggered could not be sent yet, or an exit that made room for it could not be restored yet. */
export function hasWaiting({ liveOrders, setAside }: CoreState): boolean {
  if ((setAside?.size ?? 0) > 0) return true;
  for (const { order } of liveOrders.values()) if (order.status === 'RELEASED') return true;
  return false;
}

/** Sends a stop that belongs to no bracket, or a close. */
export function sendAlone(turn: Turn, waiting: TrackedOrder): void {
  const { order } = waiting;
  if (isWaitingClose(waiting) && closable(turn.state, order).isZero)
    return moveOrder(turn, waiting, { event: 'Canceled', cause: CORE, news: { reason: 'its position was closed meanwhile' } });
  const actor = `${isWaitingClose(waiting) ? 'close' : 'stop'}:${order.clientOrderId}`;
  const most = order.quantity.plus(waiting.cutByHand ?? Decimal.ZERO);
  sendReleased(turn, waiting, { most, first: [], cause: { actor } });
}

/**
 * Sends a triggered stop, or denies it by the current rules. A reduce-only stop must neither leave the position unprotected nor close it
 * twice. It is therefore sized to what is still held; if other orders of its strategy would close that too, they are cancelled and it waits
 * for them. It waits indefinitely only if nothing else can prevent the position from being closed twice.
 */
export function sendReleased(turn: Turn, stop: TrackedOrder, { most, first, cause }: Release): void {
  const { state } = turn;
  const { symbol, side, deploymentId, reduceOnly } = stop.order;
  // A halt sends nothing to the venue, and has itself cancelled the orders in the way.
  if (state.tradingState === 'HALTED' || turn.at < (stop.waitsUntil ?? 0)) return;
  const instrument = state.instruments.get(symbol)!;
  const left = reduceOnly ? wholeLots(instrument, Decimal.min(most, closable(state, stop.order))) : most;
  // A position closed by hand may be opened by hand again, and then needs its stop.
  if (reduceOnly && left.isZero && closable(state, stop.order).lt(heldBy(state, stop.order))) return armAgain(turn, stop);
  const before = [...first, ...(reduceOnly ? inItsWay(state, stop.order, { left, first }) : [])];
  for (const other of before) if (!endsByItself(other.order)) clear(turn, other, cause);
  if ((before.length > 0 && !stop.isLate) || !canBeJudged(state, symbol)) return;
  const rivals = before.filter((other) => other.order.side === side);
  const context = riskContext(without(state, rivals), { instrument, side, deploymentId });
  if (rivals.length > 0 && !venueGuards(context, { left, rivals, ...reachOf(state, stop.order, { most, first }) })) return;
  if (left.sign > 0) {
    resize(turn, stop, left, cause);
    noteCut(stop, wholeLots(instrument, Decimal.min(most, heldBy(state, stop.order))));
  }
  const denial = checkOrder(stop.order, context);
  if (denial !== null && reduceOnly && PASSING.has(denial.code)) return;
  if (denial !== null) return void deny(turn, stop, denial, CORE);
  submit(turn, stop, { instrument, context, cause: CORE });
}

/** What a person buys back at a better price than the stop's is to be sold at the stop, not at once. */
function armAgain(turn: Turn, stop: TrackedOrder): void {
  const mark = stopMark(turn.state, stop.order.symbol);
  if (mark === null || isReached(stop.order, mark)) return;
  delete stop.isLate;
  moveOrder(turn, stop, { event: 'Emulated', cause: CORE, news: { reason: 'its position was closed by hand, and the price is back' } });
}

/** The rest of a standalone stop follows when this has ended; a bracket sizes its own, and a person who closes can ask again. */
function noteCut(stop: TrackedOrder, uncut: Decimal): void {
  const { quantity, reduceOnly, bracket } = stop.order;
  const isAlone = reduceOnly && bracket === undefined && !stop.isClose;
  if (isAlone && quantity.lt(uncut)) stop.cutByHand = uncut.minus(quantity);
  else delete stop.cutByHand;
}

/** An exit in the way is wanted again for what the stop or the close leaves; a bracket restores its own. */
function clear(turn: Turn, other: TrackedOrder, cause: Cause): void {
  if (other.cancelRequested) return;
  const { deploymentId, bracket: id, clientOrderId } = other.order;
  const bracket = id === undefined ? undefined : turn.state.deployments.get(deploymentId)?.brackets.get(id);
  if (!requestCancel(turn, other, cause)) return;
  if (bracket?.target === clientOrderId) bracket.isReplacing = true;
  else if (id === undefined && other.order.reduceOnly) (turn.state.setAside ??= new Set()).add(clientOrderId);
}

interface Reach {
  readonly side: Order['side'];
  /** The most the account may hold, and the part that the stop is to close. */
  readonly all: Decimal;
  readonly own: Decimal;
}

interface Doubt extends Reach {
  readonly left: Decimal;
  /** The orders in the way. */
  readonly rivals: readonly TrackedOrder[];
}

/**
 * The outcome of the orders in the way is unknown, so the stop may be sent beside them only if the venue itself prevents all of them from
 * closing too much: they were sent reduce-only, in a market in which the account can hold nothing else.
 */
function venueGuards({ instrument, account }: RiskContext, { side, all, own, left, rivals }: Doubt): boolean {
  const onlyReduce = rivals.every(({ isKeptToReduce = false }) => isKeptToReduce);
  return onlyReduce && instrument.category === 'linear' && all.lte(own) && left.lte(reducibleQuantity(side, account));
}

/** A bracket's stop closes its bracket's part, any other stop the strategy's whole position; pending entries count as held. */
function reachOf(
  state: CoreState,
  { symbol, side, deploymentId, bracket }: Order,
  { most, first }: Pick<Release, 'most' | 'first'>,
): Reach {
  const entries = [...state.liveOrders.values()].filter(({ order }) => order.symbol === symbol && order.side !== side);
  const entering = (mine: (entry: TrackedOrder) => boolean): Decimal => sumOpen(entries.filter(mine));
  const { account, deployments } = state.books.get(symbol)!;
  const held = ({ quantity }: Position): Decimal => (side === 'SELL' ? quantity : quantity.negated());
  const all = held(account).plus(entering(() => true));
  if (bracket !== undefined) return { side, all, own: most.plus(entering((entry) => first.includes(entry))) };
  const mine = deployments.get(deploymentId)!;
  return { side, all, own: held(mine).plus(entering(({ order }) => order.deploymentId === deploymentId)) };
}

export function without(state: CoreState, orders: readonly TrackedOrder[]): CoreState {
  if (orders.length === 0) return state;
  return { ...state, liveOrders: new Map([...state.liveOrders].filter(([, tracked]) => !orders.includes(tracked))) };
}

/** The strategy's orders at the venue that must be cancelled first, or would close the same quantity. */
function underWay({ liveOrders }: CoreState, { clientOrderId, deploymentId, symbol, side }: Order): readonly string[] {
  return [...liveOrders.values()]
    .filter(
      ({ order, cancelRequested }) =>
        order.deploymentId === deploymentId && order.symbol === symbol && (cancelRequested || order.side === side),
    )
    .filter(({ order: { status, clientOrderId: id } }) => isOpen(status) && status !== 'EMULATED' && id !== clientOrderId)
    .map(({ order }) => order.clientOrderId);
}

/** A stop that has not been sent is resized to what it protects. */
export function resize(turn: Turn, stop: TrackedOrder, quantity: Decimal, cause: Cause): void {
  if (stop.order.quantity.eq(quantity)) return;
  replaceOrder(turn, stop, { order: updateOrder(stop.order, { quantity }, turn.at), change: 'Updated', cause });
}

/** Fees taken out of the coin leave fractions of a lot, which no venue accepts. */
export function wholeLots({ lotSize }: Instrument, quantity: Decimal): Decimal {
  return quantity.toMultipleOf(lotSize, 'DOWN');
}

/** What an order of this side can close of its strategy's own position; what was closed by hand is excluded. */
export function closable(state: CoreState, order: Order): Decimal {
  const held = heldBy(state, order);
  return Decimal.min(held, leftByHand(state, order) ?? held);
}

/** A position closed by hand may be opened by hand again, and then needs its exits. */
export function isSoldByHand(state: CoreState, order: Order): boolean {
  return closable(state, order).isZero && heldBy(state, order).sign > 0;
}

/** A venue refuses or ends what would reduce a position that was closed by hand. */
export function endedForNothing(state: CoreState, { order, cancelRequested }: TrackedOrder): boolean {
  const byVenue = order.status === 'REJECTED' || (order.status === 'CANCELED' && order.venueOrderId !== undefined);
  return byVenue && !cancelRequested && isSoldByHand(state, order);
}

/** What the order's strategy holds on the other side. */
export function heldBy({ books }: CoreState, { symbol, side, deploymentId }: Order): Decimal {
  const position = books.get(symbol)?.deployments.get(deploymentId)?.quantity ?? Decimal.ZERO;
  return Decimal.max(Decimal.ZERO, side === 'SELL' ? position : position.negated());
}

interface Room {
  readonly left: Decimal;
  /** Orders that will be gone. */
  readonly first: readonly TrackedOrder[];
}

/** The strategy's own orders that would close what the stop is to close; none if there is room for both. */
export function inItsWay(state: CoreState, order: Order, { left, first }: Room): readonly TrackedOrder[] {
  if (left.isZero) return [];
  const others = [...state.liveOrders.values()].filter(
    (tracked) =>
      !first.includes(tracked) &&
      tracked.order.deploymentId === order.deploymentId &&
      tracked.order.symbol === order.symbol &&
      tracked.order.side === order.side &&
      openQuantity(tracked).sign > 0,
  );
  const open = others.reduce((sum, tracked) => sum.plus(openQuantity(tracked)), Decimal.ZERO);
  return left.plus(open).lte(closable(state, order)) ? [] : others;
}

/** A non-resting order ends within a moment, and may serve as the exit just as well as the stop. */
export function endsByItself({ timeInForce, type }: Order): boolean {
  return type === 'MARKET' || timeInForce !== 'GTC';
}
