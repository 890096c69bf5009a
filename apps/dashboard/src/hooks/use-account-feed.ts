import { query, subscription } from '@libs/client';
import type { Live, Request } from '@libs/client';
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { useApi } from '../api/api';
import { createBatcher } from '../state/batcher';
import { createCursor } from '../state/cursor';
import { EMPTY_FEED, reduceAll } from '../state/feed';
import type { Feed, FeedAction, Snapshot } from '../state/feed';
import { createSnapshotGate } from '../state/snapshot-gate';
import { useReload } from './use-reload';

const PAGE = 100;
/** Largest page size of the api. */
const OPEN_PAGE = 500;
/** Enough fills for the markers of all bars in the chart. */
const FILL_PAGE = 200;

export interface AccountFeed {
  readonly feed: Feed;
  readonly failure: Error | null;
  readonly loadOlderOrders: () => Promise<void>;
  readonly loadOlderFills: () => Promise<void>;
}

/** Live data of one account; the using component is keyed by the account. */
export function useAccountFeed(accountId: string): AccountFeed {
  const { request, live } = useApi();
  const [feed, dispatch] = useReducer(reduceAll, EMPTY_FEED);
  const gate = useMemo(() => createSnapshotGate<FeedAction>(), []);

  useEffect(() => {
    const batcher = createBatcher<FeedAction>(dispatch);
    const stop = followAccount(live, accountId, (action) => {
      gate.note(action);
      batcher.add(action);
    });
    return () => {
      stop();
      batcher.stop();
    };
  }, [live, accountId, gate]);

  useFollowDecisions(feed, dispatch);

  const question = useRef(0);
  const failure = useReload(accountId, async () => {
    const mine = ++question.current;
    gate.open();
    const snapshot = await loadSnapshot(request, accountId);
    // A later query has taken over the gate and brings a newer answer.
    if (mine === question.current) dispatch([{ type: 'snapshot', snapshot }, ...gate.close()]);
  });

  const { olderOrders, olderFills } = feed;
  const loadOlderOrders = useCallback(async () => {
    const page = await request(query.orders, { accountId, first: PAGE, after: olderOrders });
    dispatch([{ type: 'older-orders', page }]);
  }, [request, accountId, olderOrders]);
  const loadOlderFills = useCallback(async () => {
    const page = await request(query.fills, { accountId, first: FILL_PAGE, after: olderFills });
    dispatch([{ type: 'older-fills', page }]);
  }, [request, accountId, olderFills]);

  return { feed, failure, loadOlderOrders, loadOlderFills };
}

/** Each running deployment has its own stream of decisions. */
function useFollowDecisions({ deployments }: Feed, dispatch: (actions: readonly FeedAction[]) => void): void {
  const { live } = useApi();
  const deciding = deployments
    .filter(({ status }) => status !== 'STOPPED' && status !== 'FAULTED')
    .map(({ id }) => id)
    .join(' ');
  useEffect(() => {
    const batcher = createBatcher<FeedAction>(dispatch);
    const stops = deciding
      .split(' ')
      .filter((id) => id !== '')
      .map((deploymentId) =>
        live.subscribe(subscription.decision, () => ({ deploymentId }), {
          next: (decision) => batcher.add({ type: 'decision', entry: { deploymentId, decision } }),
        }),
      );
    return () => {
      stops.forEach((stop) => stop());
      batcher.stop();
    };
  }, [live, deciding, dispatch]);
}

/** Journal streams resume after their own last cursor; the others start with the latest value. */
function followAccount(live: Live, accountId: string, act: (action: FeedAction) => void): () => void {
  const cursors = { orders: createCursor(), fills: createCursor(), deployments: createCursor() };
  const stops = [
    live.subscribe(subscription.orders, () => ({ accountId, ...cursors.orders.variables() }), {
      next: ({ cursor, order }) => {
        cursors.orders.advance(cursor);
        act({ type: 'order', order });
      },
    }),
    live.subscribe(subscription.fills, () => ({ accountId, ...cursors.fills.variables() }), {
      next: ({ cursor, fill }) => {
        cursors.fills.advance(cursor);
        act({ type: 'fill', fill });
      },
    }),
    live.subscribe(subscription.deployments, () => ({ accountId, ...cursors.deployments.variables() }), {
      next: ({ cursor, deployment }) => {
        cursors.deployments.advance(cursor);
        act({ type: 'deployment', deployment });
      },
    }),
    live.subscribe(subscription.heldPositions, () => ({ accountId }), { next: (positions) => act({ type: 'positions', positions }) }),
    live.subscribe(subscription.dataTrust, () => ({ accountId }), { next: (trust) => act({ type: 'trust', trust }) }),
    live.subscribe(subscription.feeds, () => ({ accountId }), { next: (feeds) => act({ type: 'feeds', feeds }) }),
    live.subscribe(subscription.value, () => ({ accountId }), { next: (value) => act({ type: 'value', value }) }),
  ];
  return () => stops.forEach((stop) => stop());
}

async function loadSnapshot(request: Request, accountId: string): Promise<Snapshot> {
  const [orders, openOrders, fills, held, shares, deployments, equity] = await Promise.all([
    request(query.orders, { accountId, first: PAGE }),
    request(query.orders, { accountId, first: OPEN_PAGE, open: true }),
    request(query.fills, { accountId, first: FILL_PAGE }),
    request(query.positions, { accountId }),
    request(query.positions, { accountId, byDeployment: true }),
    request(query.deployments, { accountId }),
    request(query.equityCurve, { accountId, points: 1_000 }),
  ]);
  return { orders, openOrders: openOrders.items, fills, positions: [...held, ...shares], deployments, equity };
}
