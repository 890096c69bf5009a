import type { InputBody } from './input';
import { isAlive, tellStrategy } from './delivery';
import { stopDeployment } from './deployments';
import { lateAt } from './released';
import { pauseOf } from './set-aside';
import type { CoreState, DeploymentState } from './state';
import type { Turn } from './turn';
import { CORE } from './turn';

const MAX_TIMERS = 100;

/** A timer of a strategy, due at market time `at`. */
export interface DueTimer {
  readonly deploymentId: string;
  readonly name: string;
  readonly at: number;
}

/** A time in the past is due one millisecond from now, so that no strategy can stop time from advancing. */
export function setTimer(turn: Turn, deployment: DeploymentState, name: string, at: number): void {
  const { timers } = deployment;
  // Re-inserted at the end: of two timers due at the same time, the one set first comes first.
  timers.delete(name);
  timers.set(name, Math.max(at, turn.at + 1));
  if (timers.size <= MAX_TIMERS) return;
  stopDeployment(turn, deployment, { reason: `it set more than ${MAX_TIMERS} timers`, faulted: true, cause: CORE });
}

/** A timer that was replaced or cancelled since it was found due is ignored. */
export function takeTimer(turn: Turn, { deploymentId, name, at }: Extract<InputBody, { type: 'timer' }>): void {
  const deployment = turn.state.deployments.get(deploymentId);
  if (deployment === undefined || !isAlive(deployment) || deployment.timers.get(name) !== at) return;
  deployment.timers.delete(name);
  tellStrategy(turn, deploymentId, { type: 'timer', name, at });
}

/**
 * The earliest timer of all strategies; of equal ones that of the oldest deployment, then the one set first. Or the earlier time at which a
 * triggered stop becomes late, or a pause after a lost exit ends; those inputs carry nothing but the time.
 */
export function nextTimer({ deployments, liveOrders, closedOrders, setAside, marketTime }: CoreState): DueTimer | null {
  let first: DueTimer | null = null;
  for (const [deploymentId, { timers, brackets }] of deployments) {
    for (const [name, at] of timers) if (isSooner(at, first)) first = { deploymentId, name, at };
    for (const { id, targetAfter: at = 0 } of brackets.values())
      if (at > marketTime && isSooner(at, first)) first = { deploymentId, name: `pause ${id}`, at };
  }
  for (const id of setAside ?? []) {
    const ended = closedOrders.get(id);
    const at = ended === undefined ? 0 : pauseOf(ended);
    if (at > marketTime && isSooner(at, first)) first = { deploymentId: ended!.order.deploymentId, name: `pause ${id}`, at };
  }
  for (const tracked of liveOrders.values()) {
    const { deploymentId, clientOrderId } = tracked.order;
    const { waitsUntil = 0 } = tracked;
    if (waitsUntil > marketTime && isSooner(waitsUntil, first)) first = { deploymentId, name: `pause ${clientOrderId}`, at: waitsUntil };
    const at = lateAt(tracked);
    if (at !== null && isSooner(at, first)) first = { deploymentId, name: `stop ${clientOrderId}`, at };
  }
  return first;
}

function isSooner(at: number, than: DueTimer | null): boolean {
  return than === null || at < than.at;
}
