import { Decimal, checkOrder, isOpen, reducibleQuantity, updateOrder } from '@libs/kernel';
import type { DenialCode, Instrument, Order, Position, RiskContext } from '@libs/kernel';
import { leftByHand } from './by-hand';
import type { Cause } from './event';
import { isWaitingClose, moveOrder, openQuantity, replaceOrder, requestCancel } from './orders';
import { canBeJudged, riskContext, sumOpen } from './risk-context';
import type { CoreState, TrackedOrder } from './state';
import { deny, submit } from './ticket';
import type { Turn } from './turn';
import { CORE } from './turn';

/** Refusals of an exit that pass by themselves, or by the hand of a person; it waits rather than be lost. */
export const PASSING: ReadonlySet<DenialCode> = new Set([
  'DATA_UNTRUSTED',
  'TRADING_REDUCING',
  'MAX_POSITION_SIZE',
  'INSUFFICIENT_BALANCE',
]);

/** How long a stop that was let go waits before somebody is told of it; market time. */
const PATIENCE_MS = 5_000;

export interface Release {
  /** What it is to close at most. */
  readonly most: Decimal;
  /** Orders that have to be gone before it, whether or not there is room beside them. */
  readonly first: readonly TrackedOrder[];
  readonly cause: Cause;
}

/** Tells once of each stop that was let go, and of each close, that has waited too long. */
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

/** Market time at which a stop has waited too long; null when it does not wait, or was told of. What only pauses longer than that does not wait. */
export function lateAt({ order, isLate, waitsUntil = 0 }: TrackedOrder): number | null {
  if (order.status !== 'RELEASED' || isLate !== undefined) return null;
  const due = order.updatedAt + PATIENCE_MS;
  return waitsUntil < due ? due : waitsUntil + PATIENCE_MS;
}

/** Tries again with the stops that were let go, and the closes, that wait; those of brackets are looked after with the bracket. */
export function tendReleased(turn: Turn): void {
  for (const tracked of turn.state.liveOrders.values())
    if (tracked.order.status === 'RELEASED' && tracked.order.bracket === undefined) sendAlone(turn, tracked);
}

/** Sends a stop that belongs to no bracket, or what closes a position. */
export function sendAlone(turn: Turn, waiting: TrackedOrder): void {
  const { order } = waiting;
  if (isWaitingClose(waiting) && closable(turn.state, order).isZero)
    return moveOrder(turn, waiting, { event: 'Canceled', cause: CORE, news: { reason: 'its position was closed meanwhile' } });
  const actor = `${isWaitingClose(waiting) ? 'close' : 'stop'}:${order.clientOrderId}`;
  sendReleased(turn, waiting, { most: order.quantity, first: [], cause: { actor } });
}

/**
 * Sends a released stop, or denies it by what holds now. One that only reduces must neither leave the position without it nor close it
 * twice: it is as large as what is still held, and where other orders of its strategy would close that too, they are taken back and it
 * waits for them; too long only where nothing but their end could keep the position from being closed twice.
 */
export function sendReleased(turn: Turn, stop: TrackedOrder, { most, first, cause }: Release): void {
  const { state } = turn;
  const { symbol, side, deploymentId, reduceOnly } = stop.order;
  // Nothing goes to the venue in a halt, which has taken back by itself what would be in the way.
  if (state.tradingState === 'HALTED' || turn.at < (stop.waitsUntil ?? 0)) return;
  const instrument = state.instruments.get(symbol)!;
  const left = reduceOnly ? wholeLots(instrument, Decimal.min(most, closable(state, stop.order))) : most;
  // What a person has closed may be opened by hand again, and then it needs its stop.
  if (reduceOnly && left.isZero && closable(state, stop.order).lt(heldBy(state, stop.order))) return;
  const before = [...first, ...(reduceOnly ? inItsWay(state, stop.order, { left, first }) : [])];
  for (const other of before) if (!endsByItself(other.order)) clear(turn, other, cause);
  if ((before.length > 0 && !stop.isLate) || !canBeJudged(state, symbol)) return;
  const rivals = before.filter((other) => other.order.side === side);
  const context = riskContext(without(state, rivals), { instrument, side, deploymentId });
  if (rivals.length > 0 && !venueGuards(context, { left, rivals, ...reachOf(state, stop.order, { most, first }) })) return;
  if (left.sign > 0) resize(turn, stop, left, cause);
  const denial = checkOrder(stop.order, context);
  if (denial !== null && reduceOnly && PASSING.has(denial.code)) return;
  if (denial !== null) return void deny(turn, stop, denial, CORE);
  submit(turn, stop, { instrument, context, cause: CORE });
}

/** An exit that is in the way is wanted again for what the stop, or the close, leaves; a bracket's by the bracket. */
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
  /** What the account may hold at most, and what of that is the stop's to close. */
  readonly all: Decimal;
  readonly own: Decimal;
}

interface Doubt extends Reach {
  readonly left: Decimal;
  /** The orders in the way. */
  readonly rivals: readonly TrackedOrder[];
}

/**
 * Nobody knows what becomes of the orders in the way, so the stop may go beside them only where the venue itself keeps all of them from
 * closing more than they may: as orders that were sent reduce-only, in a market in which the account can hold nothing else.
 */
function venueGuards({ instrument, account }: RiskContext, { side, all, own, left, rivals }: Doubt): boolean {
  const onlyReduce = rivals.every(({ isKeptToReduce = false }) => isKeptToReduce);
  return onlyReduce && instrument.category === 'linear' && all.lte(own) && left.lte(reducibleQuantity(side, account));
}

/** A bracket's stop closes its bracket's part, another whatever its strategy holds; what is about to be entered counts as held. */
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

/** The strategy's orders in the market that are to go, or would close the same. */
function underWay({ liveOrders }: CoreState, { clientOrderId, deploymentId, symbol, side }: Order): readonly string[] {
  return [...liveOrders.values()]
    .filter(
      ({ order, cancelRequested }) =>
        order.deploymentId === deploymentId && order.symbol === symbol && (cancelRequested || order.side === side),
    )
    .filter(({ order: { status, clientOrderId: id } }) => isOpen(status) && status !== 'EMULATED' && id !== clientOrderId)
    .map(({ order }) => order.clientOrderId);
}

/** A stop that has not left the house is made as large as what it protects. */
export function resize(turn: Turn, stop: TrackedOrder, quantity: Decimal, cause: Cause): void {
  if (stop.order.quantity.eq(quantity)) return;
  replaceOrder(turn, stop, { order: updateOrder(stop.order, { quantity }, turn.at), change: 'Updated', cause });
}

/** Fees that were taken out of the coin leave crumbs, which no venue takes. */
export function wholeLots({ lotSize }: Instrument, quantity: Decimal): Decimal {
  return quantity.toMultipleOf(lotSize, 'DOWN');
}

/** What an order of this side can close of its strategy's own position; what a person has closed by hand is not there any more. */
export function closable(state: CoreState, order: Order): Decimal {
  const held = heldBy(state, order);
  return Decimal.min(held, leftByHand(state, order) ?? held);
}

/** What the strategy of an order holds on the other side. */
export function heldBy({ books }: CoreState, { symbol, side, deploymentId }: Order): Decimal {
  const position = books.get(symbol)?.deployments.get(deploymentId)?.quantity ?? Decimal.ZERO;
  return Decimal.max(Decimal.ZERO, side === 'SELL' ? position : position.negated());
}

interface Room {
  readonly left: Decimal;
  /** They will be gone. */
  readonly first: readonly TrackedOrder[];
}

/** The strategy's own orders that would close what the stop is to close; none where there is room for both. */
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

/** An order that does not rest is over in a moment, and may be an exit as good as the stop. */
export function endsByItself({ timeInForce, type }: Order): boolean {
  return type === 'MARKET' || timeInForce !== 'GTC';
}
