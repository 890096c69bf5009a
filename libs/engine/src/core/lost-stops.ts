import { closeAgain } from './close-position';
import { passOnFailing, tellFailing } from './failing';
import { giveUp } from './given-up';
import { placeOrder, textOf } from './intent';
import { findOrder } from './orders';
import { heldBy } from './released';
import type { CoreState, TrackedOrder } from './state';
import type { Turn } from './turn';

/** Why the executor gives an order up that it would send at another moment, or the venue turned it away for this one. */
const FOR_NOW = ['STALE', 'VENUE_BUSY', 'TRADING_HALTED'] as const;

/** The pause before an exit that was lost is followed by the second, in market time; each is twice as long as the one before. */
const FIRST_PAUSE_MS = 250;
/** Shorter than what a stop waits before somebody is told; it stays so for as long as the position stands. */
const LONGEST_PAUSE_MS = 4_000;

/** Market time at which another may follow the last of so many orders; absent where nothing is gained by waiting. */
export function nextTryAt(last: TrackedOrder, orders: number): number | undefined {
  const { updatedAt, filledQuantity } = last.order;
  const didNothing = neverArrived(last) || (isCutByVenue(last) && filledQuantity.isZero);
  if (!didNothing) return undefined;
  return Math.max(updatedAt + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (orders - 1)), last.refusedUntil ?? 0);
}

/** Places the closes, and the stops of no bracket, anew that ended in this step and are needed still; a bracket looks after its own. */
export function replaceLost(turn: Turn): void {
  for (const tracked of turn.ended) {
    if (!isLost(turn.state, tracked)) continue;
    const { tries: orders = 1, isTakenByHalt, isClose } = tracked;
    const next = nextTryAt(tracked, orders);
    if (!isTakenByHalt) tellFailing(turn, tracked, { exit: isClose ? 'close' : 'stop', orders, nextTryAt: next });
    if (isClose) closeAgain(turn, tracked, next);
    else placeAgain(turn, tracked, next);
  }
}

/** Tells of the closes, and the stops of no bracket, that ended in this step, are needed still and are not sent again. */
export function tellGivenUp(turn: Turn): void {
  for (const tracked of turn.ended) {
    const { isReplaced, tries: orders = 1 } = tracked;
    if (!isReplaced && isAlone(tracked)) giveUp(turn, tracked, { exit: tracked.isClose ? 'close' : 'stop', orders });
  }
}

/** A market order that nobody asked to go found too little, or nothing, to trade with. */
export function isCutByVenue({ order: { status, filledQuantity, venueOrderId }, cancelRequested }: TrackedOrder): boolean {
  return status === 'CANCELED' && (filledQuantity.sign > 0 || (venueOrderId !== undefined && !cancelRequested));
}

/** Nobody refused what it asks for, or asked it to go: it was lost on its way, came too late to be sent, or there was no room for it then. */
export function neverArrived({ order: { status, reason }, cancelRequested }: TrackedOrder): boolean {
  if (cancelRequested) return false;
  return (
    status === 'EXPIRED' || ((status === 'DENIED' || status === 'REJECTED') && FOR_NOW.some((code) => reason?.startsWith(`${code}: `)))
  );
}

/** A close, or a stop of no bracket that keeps a position from growing worse, that was not filled whole. */
function isAlone({ order: { status, stop, reduceOnly, bracket }, isClose }: TrackedOrder): boolean {
  return status !== 'FILLED' && (isClose ?? (stop !== undefined && reduceOnly && bracket === undefined));
}

function isLost({ tradingState }: CoreState, tracked: TrackedOrder): boolean {
  const { order, cancelRequested, isTakenByHalt, isReplaced, isClose } = tracked;
  if (!isAlone(tracked) || isReplaced) return false;
  // A close goes with a halt: whoever wants it still asks again.
  if (isClose && tradingState === 'HALTED') return false;
  if (isTakenByHalt && !isClose) return true;
  if (cancelRequested) return false;
  return neverArrived(tracked) || (order.type === 'MARKET' && isCutByVenue(tracked));
}

/** What is no longer held needs no stop. */
function placeAgain(turn: Turn, lost: TrackedOrder, waitsUntil: number | undefined): void {
  const { order, tries = 1, isTakenByHalt = false } = lost;
  if (heldBy(turn.state, order).isZero) return;
  lost.isReplaced = true;
  const { clientOrderId: id, deploymentId } = order;
  const { inputSeq } = turn.input;
  const request = textOf({ ...order, quantity: order.quantity.minus(order.filledQuantity) });
  const intent = { deploymentId, inputSeq, index: turn.nextOwnIndex(), request, cause: { actor: `stop:${id}` }, waitsUntil };
  const again = findOrder(turn.state, placeOrder(turn, intent).clientOrderId);
  if (!again) return;
  again.tries = isTakenByHalt ? tries : tries + 1;
  passOnFailing(lost, again);
  // What was denied before it was ever open has not ended in this step.
  if (again.order.status === 'DENIED') giveUp(turn, again, { exit: 'stop', orders: again.tries });
}
