import { isOpen } from '@libs/kernel';
import { leftOpen, missingExit, onlyReduce } from './given-up';
import type { GivenUp } from './given-up';
import type { TrackedOrder } from './state';
import type { Turn } from './turn';

/** So many orders of an exit may be lost before somebody is told. */
const UNTOLD = 10;
/** As long as so many take with their pauses: an exit that may not be sent for longer is told of at once. */
const PATIENCE_MS = 24_000;

export interface Failing extends GivenUp {
  /** Market time; absent: at once. */
  readonly nextTryAt: number | undefined;
}

/**
 * An exit that is lost again and again is tried on for as long as its position stands, and is told of once. Until a stop is through, nobody
 * guards the position, so the account only reduces from here on until a person resumes it.
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

/** The next order of an exit is its newest from here on. */
export function passOnFailing(from: Tried | undefined, to: Tried | undefined): void {
  if (from?.failingAs === undefined || to === undefined) return;
  to.failingAs = from.failingAs;
  delete from.failingAs;
}

/** Tells of the end of each that was told of as failing. */
export function tellFailingOver(turn: Turn): void {
  for (const tracked of turn.ended) endFailing(turn, tracked);
  for (const tracked of turn.state.liveOrders.values()) endFailing(turn, tracked);
}

/** Does so where it is one of them and has come to its end. */
export function endFailing(turn: Turn, tracked: TrackedOrder): void {
  const { order, failingAs } = tracked;
  if (failingAs === undefined || !isThrough(turn, tracked)) return;
  delete tracked.failingAs;
  const { clientOrderId: by, deploymentId, symbol, status } = order;
  turn.emit({ type: 'ExitFailingOver', clientOrderId: failingAs, deploymentId, symbol, by, status });
}

/** The venue has it, or it waits for its price as before, or nothing more comes of it. */
function isThrough({ at, state }: Turn, { order: { status, venueOrderId, clientOrderId }, waitsUntil = 0 }: TrackedOrder): boolean {
  if (venueOrderId !== undefined || (status === 'EMULATED' && at >= waitsUntil)) return true;
  return !isOpen(status) && !state.setAside?.has(clientOrderId);
}
