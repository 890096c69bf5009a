import type { Deployment, Instrument } from '@libs/client';

const RANK: Readonly<Record<Deployment['status'], number>> = { RUNNING: 0, WARMING_UP: 1, STARTING: 2, FAULTED: 3, STOPPED: 4 };

/** The deployment that the page is about: the one that is furthest along, of equals the newest; orders by hand come last. */
export function shownDeployment(deployments: readonly Deployment[]): Deployment | null {
  const bots = deployments.filter(({ strategy }) => strategy !== 'manual');
  return bots.toSorted((a, b) => RANK[a.status] - RANK[b.status] || b.startedAt.localeCompare(a.startedAt))[0] ?? null;
}

/** The market to draw: what the deployment watches, else the account's first instrument. */
export function marketOf(accountId: string, deployment: Deployment | null, instruments: readonly Instrument[]) {
  if (deployment && deployment.symbol !== '') return { accountId, symbol: deployment.symbol, interval: deployment.interval };
  const first = instruments[0];
  return first ? { accountId, symbol: first.symbol, interval: '1m' } : null;
}
