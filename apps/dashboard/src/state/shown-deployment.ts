import type { Deployment, Instrument, Order, Position } from '@libs/client';
import { signOf } from '../format/amount';
import { openOrders } from './open-orders';

/** An item of the account that belongs to a deployment. */
export interface Books {
  /** Holdings of each deployment. */
  readonly shares: readonly Position[];
  readonly orders: readonly Order[];
}

const RANK: Readonly<Record<Deployment['status'], number>> = { RUNNING: 0, WARMING_UP: 1, STARTING: 2, FAULTED: 3, STOPPED: 4 };

/**
 * The deployments that the page can show, the furthest along first, then the newest; without manual orders. Stopped ones only if they still
 * have something in the market, or if there is nothing else.
 */
export function botsOf(deployments: readonly Deployment[], books: Books): readonly Deployment[] {
  const bots = deployments.filter(({ strategy }) => strategy !== 'manual');
  const ranked = bots.toSorted((a, b) => RANK[a.status] - RANK[b.status] || b.startedAt.localeCompare(a.startedAt));
  const open = ranked.filter(
    ({ id, status }) => status !== 'STOPPED' || holdingsOf(id, books.shares).length > 0 || openOrders(id, books.orders) > 0,
  );
  return open.length > 0 ? open : ranked.slice(0, 1);
}

/** A deployment's positions. */
export function holdingsOf(id: string, shares: readonly Position[]): readonly Position[] {
  return shares.filter(({ deploymentId, quantity }) => deploymentId === id && signOf(quantity) !== 0);
}

/** Interval for a market whose bars nobody watches. */
const USUAL_INTERVAL = '1m';

/** The market to draw: the one the deployment watches, otherwise the account's first instrument. Unwatched bars are not streamed. */
export function marketOf(accountId: string, deployment: Deployment | null, instruments: readonly Instrument[]) {
  const symbol = deployment?.symbol || instruments[0]?.symbol;
  const interval = deployment?.symbol && deployment.interval;
  return symbol ? { accountId, symbol, interval: interval || USUAL_INTERVAL, isStreamed: Boolean(interval) } : null;
}
