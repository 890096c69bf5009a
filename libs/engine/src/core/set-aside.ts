import { Decimal, checkOrder } from '@libs/kernel';
import type { Order } from '@libs/kernel';
import { endFailing, passOnFailing, tellFailing } from './failing';
import { giveUp } from './given-up';
import { placeOrder, textOf } from './intent';
import { neverArrived, nextTryAt } from './lost-stops';
import { findOrder } from './orders';
import { PASSING, closable, endsByItself, isSoldByHand, wholeLots } from './released';
import { canBeJudged, riskContext, sumOpen } from './risk-context';
import type { CoreState, TrackedOrder } from './state';
import type { Turn } from './turn';

/**
 * Places standalone exits again that were cancelled to make room for a close or a stop, once that has ended, for what it left open; also
 * those of them that were lost in sending, after a pause.
 */
export function restoreExits(turn: Turn): void {
  const { state } = turn;
  for (const tracked of turn.ended) if (tracked.isSetAgain) noteEnd(turn, tracked);
  for (const id of state.setAside ?? []) {
    const ended = findOrder(state, id);
    // An order that is being cancelled may still fill.
    if (state.liveOrders.has(id) || (ended && turn.at < pauseOf(ended))) continue;
    const request = ended && wantedAgain(state, ended);
    if (request === null || (request && mustWait(state, request))) continue;
    state.setAside!.delete(id);
    if (request) placeAgain(turn, ended, request);
    else if (ended) endFailing(turn, ended);
  }
}

/** Market time before which a lost one is not placed again. */
export function pauseOf(ended: TrackedOrder): number {
  return nextTryAt(ended, ended.tries ?? 1) ?? 0;
}

/** The platform placed it, so the platform retries it: a lost order was refused by nobody. */
function noteEnd(turn: Turn, ended: TrackedOrder): void {
  const { order, tries: orders = 1 } = ended;
  if (order.status === 'FILLED') return;
  if (!neverArrived(ended)) return giveUp(turn, ended, { exit: 'take-profit', orders });
  (turn.state.setAside ??= new Set()).add(order.clientOrderId);
  tellFailing(turn, ended, { exit: 'take-profit', orders, nextTryAt: pauseOf(ended) });
}

function placeAgain(turn: Turn, ended: TrackedOrder, request: Order): void {
  const { deploymentId, clientOrderId: id } = ended.order;
  const origin = { deploymentId, inputSeq: turn.input.inputSeq, index: turn.nextOwnIndex(), cause: { actor: `exit:${id}` } };
  const placed = findOrder(turn.state, placeOrder(turn, { ...origin, request: textOf(request) }).clientOrderId);
  // Stops are handled as stops.
  if (!placed || request.stop !== undefined) return;
  placed.isSetAgain = true;
  if (neverArrived(ended)) placed.tries = (ended.tries ?? 1) + 1;
  passOnFailing(ended, placed);
  // An order that was denied before it was open does not appear in this step's ended orders.
  if (placed.order.status === 'DENIED') noteEnd(turn, placed);
}

/** The exit sized to the available room; undefined if it is no longer needed, null while something else is about to close the position. */
function wantedAgain(state: CoreState, { order }: TrackedOrder): Order | null | undefined {
  const { symbol, deploymentId, quantity, filledQuantity, stop } = order;
  const instrument = state.instruments.get(symbol);
  if (instrument === undefined || state.deployments.get(deploymentId)?.status === 'stopped') return undefined;
  const others = [...state.liveOrders.values()].filter(
    ({ order: other }) => other.deploymentId === deploymentId && other.symbol === symbol && other.side === order.side,
  );
  const held = closable(state, order);
  if (held.sign > 0 && others.some(isLeaving)) return null;
  if (isSoldByHand(state, order)) return null;
  const room = stop === undefined ? held.minus(sumOpen(others)) : held;
  const left = wholeLots(instrument, Decimal.min(quantity.minus(filledQuantity), room));
  return left.sign > 0 ? { ...order, quantity: left } : undefined;
}

/** True if it closes the position now, or as soon as it may. */
function isLeaving({ order }: TrackedOrder): boolean {
  return order.status === 'RELEASED' || (order.status !== 'EMULATED' && endsByItself(order));
}

/** It would be denied, and lost, for a temporary reason; a stop is checked when it is sent. */
function mustWait(state: CoreState, order: Order): boolean {
  const { symbol, side, deploymentId, stop } = order;
  if (stop !== undefined) return false;
  if (state.tradingState === 'HALTED' || !canBeJudged(state, symbol)) return true;
  const code = checkOrder(order, riskContext(state, { instrument: state.instruments.get(symbol)!, side, deploymentId }))?.code;
  return code !== undefined && PASSING.has(code);
}
