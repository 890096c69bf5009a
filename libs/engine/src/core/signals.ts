import { isAlive, tellHearer } from './delivery';
import type { Cause } from './event';
import type { SignalText } from './input';
import type { Turn } from './turn';

interface Refused {
  readonly code: string;
  readonly message: string;
}

/** Delivers an external signal to a strategy, or says why it cannot be received. */
export function sendSignal(
  turn: Turn,
  { deploymentId, name, value, expiresAt, source }: SignalText,
  cause: Cause,
): Refused | { reference: string } {
  const deployment = turn.state.deployments.get(deploymentId);
  if (deployment === undefined) return { code: 'NOT_FOUND', message: `no deployment ${deploymentId} in this account` };
  if (!isAlive(deployment) || !deployment.initialised)
    return { code: 'NOT_RUNNING', message: `deployment ${deploymentId} is ${deployment.status} and hears no signal` };
  if (!deployment.terms.hears?.includes('signal'))
    return { code: 'NOT_HEARD', message: `the strategy ${deployment.terms.strategy} has no onSignal hook` };
  takeSignal(turn, { deploymentId, name, value, expiresAt, ...(source === undefined ? {} : { source }) }, cause);
  return { reference: deploymentId };
}

/** Recorded with source and expiry, whether or not it is delivered. */
export function takeSignal(turn: Turn, signal: SignalText, cause: Cause): void {
  const { deploymentId, name, value, expiresAt, source = cause.actor } = signal;
  const said = source === cause.actor ? {} : { source };
  turn.emit({ type: 'SignalReceived', signal: { deploymentId, name, value, expiresAt, ...said }, cause });
  tellHearer(turn, deploymentId, { type: 'signal', name, value, source, receivedAt: turn.at, expiresAt });
}
