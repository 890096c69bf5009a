import type { Deployment } from '@libs/client';

/** A deployment as `plimsoll status` shows it, on one line. */
export function describeDeployment({ id, strategy, symbol, interval, status, isOutdated, reason, lastDecision }: Deployment): string {
  return [
    `  ${id}  ${strategy} on ${symbol} ${interval}: ${status.toLowerCase().replace('_', ' ')}${reason ? ` (${reason})` : ''}`,
    ...(lastDecision ? [`last: ${lastDecision.action}, ${lastDecision.why}`] : []),
    ...(isOutdated ? ['the installed strategy has changed; stop this deployment and deploy it again to run the new code'] : []),
  ].join('; ');
}
