import type { Fill } from '@libs/kernel';
import type { CoreState } from './state';

/** Counts a fill for the bracket of its order. */
export function noteBracketFill({ deployments }: CoreState, { deploymentId, clientOrderId, quantity }: Fill): void {
  for (const bracket of deployments.get(deploymentId)?.brackets.values() ?? []) {
    if (bracket.id === clientOrderId) bracket.entered = bracket.entered.plus(quantity);
    else if (bracket.exits.includes(clientOrderId)) bracket.exited = bracket.exited.plus(quantity);
  }
}
