import { Decimal } from '@libs/kernel';
import type { Order } from '@libs/kernel';
import type { MissingExit } from './event';
import { setTradingState } from './halt';
import { markOf } from './market';
import { closable, wholeLots } from './released';
import type { CoreState, TrackedOrder } from './state';
import { CORE } from './turn';
import type { Turn } from './turn';

export type Exit = MissingExit['exit'];

export interface GivenUp {
  readonly exit: Exit;
  /** How many orders were sent for it. */
  readonly orders: number;
}

/**
 * An exit that is not retried although its position is still open. A position without its stop is unprotected, so the account only reduces
 * until a person resumes it. A missing take-profit or a failed close is only reported, because the stop is still there.
 */
export function giveUp(turn: Turn, ended: TrackedOrder, { exit, orders }: GivenUp): void {
  if (ended.isGivenUp || wasWanted(ended)) return;
  const left = leftOpen(turn.state, ended.order, exit);
  if (left === null) return;
  ended.isGivenUp = true;
  const { clientOrderId, deploymentId, symbol } = ended.order;
  turn.emit({ type: 'ExitGivenUp', ...missingExit(ended.order, { exit, orders }, left) });
  if (exit === 'stop') onlyReduce(turn, `${left} ${symbol} of the deployment ${deploymentId} have no stop: ${clientOrderId} was given up`);
}

export function missingExit(order: Order, { exit, orders }: GivenUp, left: Decimal): MissingExit {
  const { clientOrderId, deploymentId, symbol, status, reason } = order;
  const why = reason === undefined ? status : `${status}: ${reason}`;
  return { clientOrderId, deploymentId, symbol, exit, left: left.toString(), orders, why, cause: CORE };
}

/** Nothing is added to a position that has lost its stop. */
export function onlyReduce(turn: Turn, reason: string): void {
  if (turn.state.tradingState === 'ACTIVE') setTradingState(turn, 'REDUCING', reason, CORE);
}

/** True if somebody requested its cancel; an order that was never sent is gone without a request to the venue. */
function wasWanted({ order: { status, venueOrderId }, cancelRequested }: TrackedOrder): boolean {
  return cancelRequested || (status === 'CANCELED' && venueOrderId === undefined);
}

/** What is held and not covered by another exit of the kind; null if that is nothing, or too little for the venue to accept. */
export function leftOpen(state: CoreState, order: Order, exit: Exit): Decimal | null {
  const instrument = state.instruments.get(order.symbol);
  if (instrument === undefined) return null;
  const others = [...state.liveOrders.values()].filter(({ order: other }) => isSameExit(other, order, exit));
  const guarded = others.reduce((sum, { order: { quantity, filledQuantity } }) => sum.plus(quantity.minus(filledQuantity)), Decimal.ZERO);
  const left = wholeLots(instrument, closable(state, order).minus(guarded));
  const price = order.stop ?? order.price ?? markOf(state, order.symbol);
  if (left.sign <= 0 || left.lt(instrument.minQuantity)) return null;
  return price !== null && left.times(price).lt(instrument.minNotional) ? null : left;
}

function isSameExit(other: Order, { clientOrderId, deploymentId, symbol, side }: Order, exit: Exit): boolean {
  return (
    other.clientOrderId !== clientOrderId &&
    other.deploymentId === deploymentId &&
    other.symbol === symbol &&
    other.side === side &&
    other.reduceOnly &&
    (other.stop !== undefined) === (exit === 'stop') &&
    (exit !== 'close' || other.type === 'MARKET')
  );
}
