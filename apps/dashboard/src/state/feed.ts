import type {
  AccountValue,
  DataTrust,
  Decision,
  Deployment,
  EquityPoint,
  FeedQuality,
  Fill,
  FillPage,
  Order,
  OrderPage,
  Position,
} from '@libs/client';
import { put, putPage } from './newest-first';
import type { Ordering } from './newest-first';

/** Everything the page knows about one account; lists are newest first. */
export interface Feed {
  readonly loaded: boolean;
  readonly orders: readonly Order[];
  readonly olderOrders: string | null;
  readonly fills: readonly Fill[];
  readonly olderFills: string | null;
  readonly positions: readonly Position[];
  /** Each deployment's share of them. */
  readonly shares: readonly Position[];
  readonly deployments: readonly Deployment[];
  readonly decisions: readonly DecisionEntry[];
  readonly value: AccountValue | null;
  readonly equity: readonly EquityPoint[];
  /** Per watched symbol. */
  readonly trust: readonly DataTrust[];
  /** Null until loaded. */
  readonly feeds: readonly FeedQuality[] | null;
}

export interface DecisionEntry {
  readonly deploymentId: string;
  readonly decision: Decision;
}

export interface Snapshot {
  readonly orders: OrderPage;
  /** All open ones, however old. */
  readonly openOrders: readonly Order[];
  readonly fills: FillPage;
  /** The account's, and each deployment's. */
  readonly positions: readonly Position[];
  readonly deployments: readonly Deployment[];
  readonly equity: readonly EquityPoint[];
}

export type FeedAction =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'order'; readonly order: Order }
  | { readonly type: 'fill'; readonly fill: Fill }
  /** All of the account, and each deployment's share. */
  | { readonly type: 'positions'; readonly positions: readonly Position[] }
  | { readonly type: 'deployment'; readonly deployment: Deployment }
  | { readonly type: 'value'; readonly value: AccountValue }
  | { readonly type: 'trust'; readonly trust: readonly DataTrust[] }
  | { readonly type: 'feeds'; readonly feeds: readonly FeedQuality[] }
  | { readonly type: 'decision'; readonly entry: DecisionEntry }
  | { readonly type: 'older-orders'; readonly page: OrderPage }
  | { readonly type: 'older-fills'; readonly page: FillPage };

export const EMPTY_FEED: Feed = {
  loaded: false,
  orders: [],
  olderOrders: null,
  fills: [],
  olderFills: null,
  positions: [],
  shares: [],
  deployments: [],
  decisions: [],
  value: null,
  equity: [],
  trust: [],
  feeds: null,
};

const LIVE_POINTS = 4_000;
const DECISIONS = 40;

const ORDERS: Ordering<Order> = {
  id: (order) => order.clientOrderId,
  at: (order) => order.createdAt,
  isStale: (known, next) => next.updatedAt < known.updatedAt,
};
const FILLS: Ordering<Fill> = { id: (fill) => fill.executionId, at: (fill) => fill.at };
const DEPLOYMENTS: Ordering<Deployment> = { id: (deployment) => deployment.id, at: (deployment) => deployment.startedAt };

export function reduceAll(feed: Feed, actions: readonly FeedAction[]): Feed {
  return actions.reduce(reduceFeed, feed);
}

export function reduceFeed(feed: Feed, action: FeedAction): Feed {
  switch (action.type) {
    case 'snapshot':
      return withSnapshot(feed, action.snapshot);
    case 'order':
      return { ...feed, orders: put(feed.orders, action.order, ORDERS) };
    case 'fill':
      return { ...feed, fills: put(feed.fills, action.fill, FILLS) };
    case 'positions':
      return { ...feed, ...parted(action.positions) };
    case 'deployment':
      return { ...feed, deployments: put(feed.deployments, action.deployment, DEPLOYMENTS) };
    case 'value':
      return { ...feed, value: action.value, equity: withValue(feed.equity, action.value) };
    case 'trust':
      return { ...feed, trust: action.trust };
    case 'feeds':
      return { ...feed, feeds: action.feeds };
    case 'decision':
      return { ...feed, decisions: withDecision(feed.decisions, action.entry) };
    case 'older-orders':
      return { ...feed, orders: putPage(feed.orders, action.page.items, ORDERS), olderOrders: action.page.nextCursor };
    case 'older-fills':
      return { ...feed, fills: putPage(feed.fills, action.page.items, FILLS), olderFills: action.page.nextCursor };
  }
}

/** Later snapshots keep older pages that were loaded, and the cursor to the next page. */
function withSnapshot(feed: Feed, { orders, openOrders, fills, positions, deployments, equity }: Snapshot): Feed {
  return {
    ...feed,
    loaded: true,
    orders: putPage(putPage(feed.orders, orders.items, ORDERS), openOrders, ORDERS),
    olderOrders: feed.loaded ? feed.olderOrders : orders.nextCursor,
    fills: putPage(feed.fills, fills.items, FILLS),
    olderFills: feed.loaded ? feed.olderFills : fills.nextCursor,
    ...parted(positions),
    deployments: putPage([], deployments, DEPLOYMENTS),
    decisions: deployments.reduce(
      (all, { id, lastDecision }) => (lastDecision ? withDecision(all, { deploymentId: id, decision: lastDecision }) : all),
      feed.decisions,
    ),
    equity: withLiveTail(equity, feed.equity),
  };
}

/** Separates the account's own positions from each deployment's share. */
function parted(all: readonly Position[]): Pick<Feed, 'positions' | 'shares'> {
  const { account = [], deployment = [] } = Object.groupBy(all, ({ deploymentId }) => (deploymentId === null ? 'account' : 'deployment'));
  return { positions: account, shares: deployment };
}

/** A repeated decision replaces the one before, so that the list shows changes only. */
function withDecision(entries: readonly DecisionEntry[], next: DecisionEntry): readonly DecisionEntry[] {
  const newest = entries.find(({ deploymentId }) => deploymentId === next.deploymentId);
  if (newest && newest.decision.marketTime >= next.decision.marketTime) return entries;
  if (newest && newest.decision.action === next.decision.action) return entries.with(entries.indexOf(newest), next);
  return [next, ...entries].slice(0, DECISIONS);
}

function withValue(points: readonly EquityPoint[], { marketTime, equity, balance }: AccountValue): readonly EquityPoint[] {
  const point: EquityPoint = { __typename: 'EquityPoint', at: marketTime, equity, balance };
  const last = points.at(-1);
  if (last && last.at > marketTime) return points;
  const kept = last?.at.slice(0, 19) === marketTime.slice(0, 19) ? points.slice(0, -1) : points;
  return thinned([...kept, point]);
}

function withLiveTail(stored: readonly EquityPoint[], live: readonly EquityPoint[]): readonly EquityPoint[] {
  const last = stored.at(-1)?.at ?? '';
  return thinned([...stored, ...live.filter(({ at }) => at > last)]);
}

/** Past the limit every second point of the older half is dropped; the newest keep their resolution. */
function thinned(points: readonly EquityPoint[]): readonly EquityPoint[] {
  if (points.length <= LIVE_POINTS) return points;
  const half = LIVE_POINTS / 2;
  return points.filter((_, index) => index >= half || index % 2 === 0);
}
