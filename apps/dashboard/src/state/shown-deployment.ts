import type { Deployment, Instrument, Order, Position } from '@libs/client';
import { signOf } from '../format/amount';
import { openOrders } from './open-orders';

/** What of the account belongs to some deployment. */
export interface Books {
  /** What each deployment holds. */
  readonly shares: readonly Position[];
  readonly orders: readonly Order[];
}

const RANK: Readonly<Record<Deployment['status'], number>> = { RUNNING: 0, WARMING_UP: 1, STARTING: 2, FAULTED: 3, STOPPED: 4 };

/**
 * What the page can be about, the one that is furthest along first, of equals the newest; orders by hand are none. What has stopped
 * is of interest while it still has something in the market, or nothing else is there.
 */
export function botsOf(deployments: readonly Deployment[], books: Books): readonly Deployment[] {
  const bots = deployments.filter(({ strategy }) => strategy !== 'manual');
  const ranked = bots.toSorted((a, b) => RANK[a.status] - RANK[b.status] || b.startedAt.localeCompare(a.startedAt));
  const open = ranked.filter(
    ({ id, status }) => status !== 'STOPPED' || holdingsOf(id, books.shares).length > 0 || openOrders(id, books.orders) > 0,
  );
  return open.length > 0 ? open : ranked.slice(0, 1);
}

/** The positions that are a deployment's. */
export function holdingsOf(id: string, shares: readonly Position[]): readonly Position[] {
  return shares.filter(({ deploymentId, quantity }) => deploymentId === id && signOf(quantity) !== 0);
}

/** Bars of a market that nobody watches the bars of. */
const USUAL_INTERVAL = '1m';

/** The market to draw: what the deployment watches, else the account's first instrument. Bars that nobody watches are not streamed. */
export function marketOf(accountId: string, deployment: Deployment | null, instruments: readonly Instrument[]) {
  const symbol = deployment?.symbol || instruments[0]?.symbol;
  const interval = deployment?.symbol && deployment.interval;
  return symbol ? { accountId, symbol, interval: interval || USUAL_INTERVAL, isStreamed: Boolean(interval) } : null;
}
