import type { Deployment, Instrument } from '@libs/client';

const RANK: Readonly<Record<Deployment['status'], number>> = { RUNNING: 0, WARMING_UP: 1, STARTING: 2, FAULTED: 3, STOPPED: 4 };

/** What the page can be about, the one that is furthest along first, of equals the newest; orders by hand are none. */
export function botsOf(deployments: readonly Deployment[]): readonly Deployment[] {
  const bots = deployments.filter(({ strategy }) => strategy !== 'manual');
  const ranked = bots.toSorted((a, b) => RANK[a.status] - RANK[b.status] || b.startedAt.localeCompare(a.startedAt));
  // What has stopped is of interest only while nothing else is there.
  const alive = ranked.filter(({ status }) => status !== 'STOPPED');
  return alive.length > 0 ? alive : ranked.slice(0, 1);
}

/** The market to draw: what the deployment watches, else the account's first instrument. */
export function marketOf(accountId: string, deployment: Deployment | null, instruments: readonly Instrument[]) {
  if (deployment && deployment.symbol !== '') return { accountId, symbol: deployment.symbol, interval: deployment.interval };
  const first = instruments[0];
  return first ? { accountId, symbol: first.symbol, interval: '1m' } : null;
}
