import { Decimal, checkOrder } from '@libs/kernel';
import type { Order } from '@libs/kernel';
import { placeOrder, textOf } from './intent';
import { findOrder } from './orders';
import { PASSING, closable, endsByItself, wholeLots } from './released';
import { canBeJudged, riskContext, sumOpen } from './risk-context';
import type { CoreState, TrackedOrder } from './state';
import type { Turn } from './turn';

/** Places the exits of no bracket again that made way for a close or a stop, once that is over, for what it has left. */
export function restoreExits(turn: Turn): void {
  const { state } = turn;
  for (const id of state.setAside ?? []) {
    // What is still on its way out may fill yet.
    if (state.liveOrders.has(id)) continue;
    const ended = findOrder(state, id);
    const request = ended && wantedAgain(state, ended);
    if (request === null || (request && mustWait(state, request))) continue;
    state.setAside!.delete(id);
    if (request === undefined) continue;
    const { deploymentId } = request;
    const origin = { deploymentId, inputSeq: turn.input.inputSeq, index: turn.nextOwnIndex(), cause: { actor: `exit:${id}` } };
    placeOrder(turn, { ...origin, request: textOf(request) });
  }
}

/** The exit as large as there is room for; undefined where it is needed no more, null while something else is about to close the position. */
function wantedAgain(state: CoreState, { order }: TrackedOrder): Order | null | undefined {
  const { symbol, deploymentId, quantity, filledQuantity, stop } = order;
  const instrument = state.instruments.get(symbol);
  if (instrument === undefined || state.deployments.get(deploymentId)?.status === 'stopped') return undefined;
  const others = [...state.liveOrders.values()].filter(
    ({ order: other }) => other.deploymentId === deploymentId && other.symbol === symbol && other.side === order.side,
  );
  const held = closable(state, order);
  if (held.sign > 0 && others.some(isLeaving)) return null;
  const room = stop === undefined ? held.minus(sumOpen(others)) : held;
  const left = wholeLots(instrument, Decimal.min(quantity.minus(filledQuantity), room));
  return left.sign > 0 ? { ...order, quantity: left } : undefined;
}

/** It closes the position now, or as soon as it may. */
function isLeaving({ order }: TrackedOrder): boolean {
  return order.status === 'RELEASED' || (order.status !== 'EMULATED' && endsByItself(order));
}

/** It would be denied, and lost, for what passes; a stop is judged when it goes. */
function mustWait(state: CoreState, order: Order): boolean {
  const { symbol, side, deploymentId, stop } = order;
  if (stop !== undefined) return false;
  if (state.tradingState === 'HALTED' || !canBeJudged(state, symbol)) return true;
  const code = checkOrder(order, riskContext(state, { instrument: state.instruments.get(symbol)!, side, deploymentId }))?.code;
  return code !== undefined && PASSING.has(code);
}
