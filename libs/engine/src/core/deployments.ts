import { watchMarket } from './bars';
import { deliver, isAlive } from './delivery';
import type { Cause } from './event';
import type { DeploymentTerms } from './input';
import { cancelEntries, cancelOpenOrders } from './orders';
import type { CoreState, DeploymentState } from './state';
import type { Turn } from './turn';

export function startDeployment(turn: Turn, terms: DeploymentTerms, cause: Cause): void {
  const deployment: DeploymentState = {
    terms,
    status: 'warming-up',
    initialised: false,
    watches: terms.watches.map(({ symbol, interval }) => ({ symbol, interval, last: null, bars: 0, asked: 0, buffer: [] })),
    queue: [],
    outstanding: null,
    delivered: 0,
    answered: 0,
    lastDecision: null,
    timers: new Map(),
    brackets: new Map(),
  };
  turn.state.deployments.set(terms.deploymentId, deployment);
  turn.emit({ type: 'DeploymentStarted', terms, cause });
  turn.effect({ type: 'load-strategy', terms });
  watchMarket(turn, deployment);
}

export interface Stop {
  readonly reason: string;
  readonly faulted: boolean;
  readonly cause: Cause;
}

/**
 * Ends a deployment; its position stays and is reported. Its open orders are cancelled. After a fault, which nobody decided, the exits
 * continue, including those of brackets, until somebody acknowledges the fault.
 */
export function stopDeployment(turn: Turn, deployment: DeploymentState, { reason, faulted, cause }: Stop): void {
  if (!isAlive(deployment)) return;
  const { deploymentId } = deployment.terms;
  deployment.status = faulted ? 'faulted' : 'stopped';
  deployment.queue = [];
  deployment.timers.clear();
  if (!faulted) deployment.brackets.clear();
  if (faulted) deployment.fault = reason;
  turn.emit({ type: 'DeploymentStopped', deploymentId, reason: `${reason}${restOf(turn.state, deploymentId)}`, faulted, cause });
  if (!faulted) deliver(turn, deployment, { type: 'stop' });
  deployment.outstanding = null;
  turn.effect({ type: 'unload-strategy', deploymentId });
  if (faulted) cancelEntries(turn, deploymentId, cause);
  else cancelOpenOrders(turn, deploymentId, cause);
}

/** A fault, and the exits with it, stays until somebody acknowledges it; the reason and the journal keep what failed. */
export function dismissFault(turn: Turn, deployment: DeploymentState, { reason, cause }: Omit<Stop, 'faulted'>): void {
  const { deploymentId } = deployment.terms;
  deployment.status = 'stopped';
  deployment.brackets.clear();
  const fault = deployment.fault === undefined ? 'it had faulted' : `it had faulted in ${deployment.fault}`;
  // The exits have continued, so this may be less than at the time of the fault.
  turn.emit({ type: 'FaultDismissed', deploymentId, reason: `${reason}; ${fault}${restOf(turn.state, deploymentId)}`, cause });
  cancelOpenOrders(turn, deploymentId, cause);
}

function restOf(state: CoreState, deploymentId: string): string {
  const held = holdingsOf(state, deploymentId);
  return held.length === 0 ? '' : `; its position stays open: ${held.join(', ')}`;
}

function holdingsOf(state: CoreState, deploymentId: string): readonly string[] {
  return [...state.books]
    .map(([symbol, book]) => ({ symbol, quantity: book.deployments.get(deploymentId)?.quantity }))
    .filter(({ quantity }) => quantity !== undefined && !quantity.isZero)
    .map(({ symbol, quantity }) => `${quantity} ${symbol}`);
}
