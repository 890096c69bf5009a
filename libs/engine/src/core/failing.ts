import { isOpen } from '@libs/kernel';
import { leftOpen, missingExit, onlyReduce } from './given-up';
import type { GivenUp } from './given-up';
import type { TrackedOrder } from './state';
import type { Turn } from './turn';

/** Number of lost orders of an exit before it is reported. */
const UNTOLD = 10;
/** Roughly the time these take with their pauses: an exit that cannot be sent for longer is reported immediately. */
const PATIENCE_MS = 24_000;

export interface Failing extends GivenUp {
  /** Market time; absent: immediately. */
  readonly nextTryAt: number | undefined;
}

/**
 * A repeatedly lost exit is retried while its position is open, and is reported once. Until a stop gets through, the position is
 * unprotected, so the account only reduces until a person resumes it.
 */
export function tellFailing(turn: Turn, lost: TrackedOrder, { exit, orders, nextTryAt = turn.at }: Failing): void {
  if (lost.failingAs !== undefined || (orders < UNTOLD && nextTryAt - turn.at <= PATIENCE_MS)) return;
  const left = leftOpen(turn.state, lost.order, exit);
  if (left === null) return;
  const { clientOrderId, deploymentId, symbol } = lost.order;
  lost.failingAs = clientOrderId;
  turn.emit({ type: 'ExitFailing', ...missingExit(lost.order, { exit, orders }, left), nextTryAt });
  if (exit === 'stop')
    onlyReduce(turn, `${left} ${symbol} of the deployment ${deploymentId} have no stop yet: ${clientOrderId} was lost, and is tried again`);
}

type Tried = Pick<TrackedOrder, 'failingAs'>;

/** The next order of an exit becomes its newest one. */
export function passOnFailing(from: Tried | undefined, to: Tried | undefined): void {
  if (from?.failingAs === undefined || to === undefined) return;
  to.failingAs = from.failingAs;
  delete from.failingAs;
}

/** Reports the end of each exit that was reported as failing. */
export function tellFailingOver(turn: Turn): void {
  for (const tracked of turn.ended) endFailing(turn, tracked);
  for (const tracked of turn.state.liveOrders.values()) endFailing(turn, tracked);
}

/** Does so if the order is one of them and has reached its end. */
export function endFailing(turn: Turn, tracked: TrackedOrder): void {
  const { order, failingAs } = tracked;
  if (failingAs === undefined || !isThrough(turn, tracked)) return;
  delete tracked.failingAs;
  const { clientOrderId: by, deploymentId, symbol, status } = order;
  turn.emit({ type: 'ExitFailingOver', clientOrderId: failingAs, deploymentId, symbol, by, status });
}

/** The venue has it, or it waits for its price again, or it is over. */
function isThrough({ at, state }: Turn, { order: { status, venueOrderId, clientOrderId }, waitsUntil = 0 }: TrackedOrder): boolean {
  if (venueOrderId !== undefined || (status === 'EMULATED' && at >= waitsUntil)) return true;
  return !isOpen(status) && !state.setAside?.has(clientOrderId);
}
