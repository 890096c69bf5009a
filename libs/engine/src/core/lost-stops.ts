import { Decimal } from '@libs/kernel';
import { closeAgain } from './close-position';
import { passOnFailing, tellFailing } from './failing';
import { giveUp } from './given-up';
import { placeOrder, textOf } from './intent';
import { findOrder } from './orders';
import { endedForNothing, heldBy } from './released';
import type { CoreState, TrackedOrder } from './state';
import type { Turn } from './turn';

/** Reasons for which the executor or the venue refuses an order only at this moment. */
const FOR_NOW = ['STALE', 'VENUE_BUSY', 'TRADING_HALTED'] as const;

/** Pause before a lost exit is sent a second time, in market time; it doubles with each retry. */
const FIRST_PAUSE_MS = 250;
/** Shorter than the delay after which a waiting stop is reported; retries continue at this pace while the position is open. */
const LONGEST_PAUSE_MS = 4_000;

/** Market time at which the next order may follow the last of so many; undefined if waiting does not help. */
export function nextTryAt(last: TrackedOrder, orders: number): number | undefined {
  const { updatedAt, filledQuantity } = last.order;
  const didNothing = neverArrived(last) || (isCutByVenue(last) && filledQuantity.isZero);
  if (!didNothing) return undefined;
  return Math.max(updatedAt + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (orders - 1)), last.refusedUntil ?? 0);
}

/** Replaces closes and standalone stops that ended in this step and are still needed; a bracket handles its own. */
export function replaceLost(turn: Turn): void {
  for (const tracked of turn.ended) {
    if (!isLost(turn.state, tracked)) continue;
    const { isTakenByHalt, isClose } = tracked;
    const orders = lostSoFar(tracked);
    const next = nextTryAt(tracked, orders);
    if (!isTakenByHalt) tellFailing(turn, tracked, { exit: isClose ? 'close' : 'stop', orders, nextTryAt: next });
    if (isClose) closeAgain(turn, tracked, next);
    else placeAgain(turn, tracked, next);
  }
}

/** Reports closes and standalone stops that ended in this step, are still needed and are not retried. */
export function tellGivenUp(turn: Turn): void {
  for (const tracked of turn.ended) {
    const { isReplaced, tries: orders = 1 } = tracked;
    if (!isReplaced && isAlone(tracked)) giveUp(turn, tracked, { exit: tracked.isClose ? 'close' : 'stop', orders });
  }
}

/** A market order that nobody cancelled found too little, or nothing, to trade with. */
export function isCutByVenue({ order: { status, filledQuantity, venueOrderId }, cancelRequested }: TrackedOrder): boolean {
  return status === 'CANCELED' && (filledQuantity.sign > 0 || (venueOrderId !== undefined && !cancelRequested));
}

/** Neither refused nor cancelled by anybody: it was lost in sending, became stale, or there was no room for it. */
export function neverArrived({ order: { status, reason }, cancelRequested }: TrackedOrder): boolean {
  if (cancelRequested) return false;
  return (
    status === 'EXPIRED' || ((status === 'DENIED' || status === 'REJECTED') && FOR_NOW.some((code) => reason?.startsWith(`${code}: `)))
  );
}

/** A close, or a standalone stop that protects a position, that did not fill completely, or was cut by hand. */
function isAlone({ order: { status, stop, reduceOnly, bracket }, isClose, cutByHand }: TrackedOrder): boolean {
  if (status === 'FILLED') return cutByHand !== undefined;
  return isClose ?? (stop !== undefined && reduceOnly && bracket === undefined);
}

function isLost(state: CoreState, tracked: TrackedOrder): boolean {
  const { order, cancelRequested, isTakenByHalt, isReplaced, isClose } = tracked;
  if (!isAlone(tracked) || isReplaced) return false;
  // A halt ends a close: whoever wants it can request it again.
  if (isClose && state.tradingState === 'HALTED') return false;
  if (isTakenByHalt && !isClose) return true;
  if (cancelRequested) return false;
  if (order.status === 'FILLED' || neverArrived(tracked) || (!isClose && endedForNothing(state, tracked))) return true;
  return order.type === 'MARKET' && isCutByVenue(tracked);
}

/** A stop that did what orders by hand left it was not lost. */
function lostSoFar({ order: { status }, tries = 1 }: TrackedOrder): number {
  return status === 'FILLED' ? 0 : tries;
}

/** A position that no longer exists needs no stop. */
function placeAgain(turn: Turn, lost: TrackedOrder, waitsUntil: number | undefined): void {
  const { order, isTakenByHalt = false } = lost;
  if (heldBy(turn.state, order).isZero) return;
  lost.isReplaced = true;
  const { clientOrderId: id, deploymentId } = order;
  const { inputSeq } = turn.input;
  const request = textOf({ ...order, quantity: order.quantity.minus(order.filledQuantity).plus(lost.cutByHand ?? Decimal.ZERO) });
  const intent = { deploymentId, inputSeq, index: turn.nextOwnIndex(), request, cause: { actor: `stop:${id}` }, waitsUntil };
  const again = findOrder(turn.state, placeOrder(turn, intent).clientOrderId);
  if (!again) return;
  const orders = lostSoFar(lost);
  again.tries = isTakenByHalt && orders > 0 ? orders : orders + 1;
  if (orders > 0) passOnFailing(lost, again);
  // An order that was denied before it was open does not appear in this step's ended orders.
  if (again.order.status === 'DENIED') giveUp(turn, again, { exit: 'stop', orders: again.tries });
}
