import type { AccountValue, Decision, Deployment, Fill, Order, Position } from '@libs/client';
import { EMPTY_FEED, reduceAll, reduceFeed } from './feed';
import type { Feed, FeedAction, Snapshot } from './feed';

const order = (clientOrderId: string, createdAt: string, rest: Partial<Order> = {}): Order =>
  ({ clientOrderId, createdAt, updatedAt: createdAt, status: 'SUBMITTED', ...rest }) as Order;
const fill = (executionId: string, at: string): Fill => ({ executionId, at }) as Fill;
const position = (quantity: string, deploymentId: string | null = null): Position =>
  ({ symbol: 'BTC/USDT:USDT', quantity, deploymentId }) as Position;
const value = (marketTime: string, equity: string): AccountValue => ({ marketTime, equity, balance: equity }) as AccountValue;
const decision = (marketTime: string, action: string): Decision => ({ marketTime, action }) as Decision;
const snapshot = (rest: Partial<Snapshot> = {}): Snapshot => ({
  orders: { __typename: 'OrderPage', items: [], nextCursor: null },
  openOrders: [],
  fills: { __typename: 'FillPage', items: [], nextCursor: null },
  positions: [],
  deployments: [],
  equity: [],
  ...rest,
});
const fillPage = (items: readonly Fill[], nextCursor: string | null = null): Snapshot['fills'] => ({
  __typename: 'FillPage',
  items,
  nextCursor,
});
const after = (actions: readonly FeedAction[], feed: Feed = EMPTY_FEED): Feed => reduceAll(feed, actions);

describe('orders of a feed', () => {
  it('keeps one row per order, in its last state', () => {
    const feed = after([
      { type: 'order', order: order('a', '1') },
      { type: 'order', order: order('a', '1', { status: 'FILLED', updatedAt: '2' }) },
    ]);
    expect(feed.orders.map(({ status }) => status)).toEqual(['FILLED']);
  });

  it('does not go back when a resumed stream repeats an old state', () => {
    const filled = after([{ type: 'order', order: order('a', '1', { status: 'FILLED', updatedAt: '2' }) }]);
    expect(reduceFeed(filled, { type: 'order', order: order('a', '1') }).orders[0]?.status).toBe('FILLED');
  });
});

describe('open orders of a feed', () => {
  it('are there however many newer ones there are', () => {
    const orders: Snapshot['orders'] = { __typename: 'OrderPage', items: [order('c', '3'), order('b', '2')], nextCursor: 'p1' };
    const { orders: known, olderOrders } = after([{ type: 'snapshot', snapshot: snapshot({ orders, openOrders: [order('a', '1')] }) }]);
    expect(known.map(({ clientOrderId }) => clientOrderId)).toEqual(['c', 'b', 'a']);
    expect(olderOrders).toBe('p1');
  });
});

describe('fills of a feed', () => {
  it('counts a fill once that both the stream and the query bring', () => {
    const feed = after([
      { type: 'fill', fill: fill('e2', '2') },
      { type: 'snapshot', snapshot: snapshot({ fills: fillPage([fill('e2', '2'), fill('e1', '1')]) }) },
      { type: 'fill', fill: fill('e2', '2') },
    ]);
    expect(feed.fills.map(({ executionId }) => executionId)).toEqual(['e2', 'e1']);
  });

  it('keeps paged-in fills and their next page over a later snapshot', () => {
    const feed = after([
      { type: 'snapshot', snapshot: snapshot({ fills: fillPage([fill('e3', '3')], 'p1') }) },
      { type: 'older-fills', page: fillPage([fill('e1', '1')], 'p2') },
      { type: 'snapshot', snapshot: snapshot({ fills: fillPage([fill('e4', '4'), fill('e3', '3')], 'p1') }) },
    ]);
    expect(feed.fills.map(({ executionId }) => executionId)).toEqual(['e4', 'e3', 'e1']);
    expect(feed.olderFills).toBe('p2');
  });
});

it("tells the account's positions and each deployment's share of them apart, as the newest list has them", () => {
  const feed = after([
    { type: 'snapshot', snapshot: snapshot({ positions: [position('0.4'), position('0.4', 'd1')] }) },
    { type: 'positions', positions: [position('0.3'), position('0.1', 'd1'), position('0.2', 'd2')] },
  ]);
  expect(feed.positions.map(({ quantity }) => quantity)).toEqual(['0.3']);
  expect(feed.shares.map(({ deploymentId, quantity }) => `${deploymentId} ${quantity}`)).toEqual(['d1 0.1', 'd2 0.2']);
  expect(reduceFeed(feed, { type: 'positions', positions: [] })).toMatchObject({ positions: [], shares: [] });
});

describe('equity of a feed', () => {
  it('goes on from the stored curve with live values, one per second', () => {
    const feed = after([
      {
        type: 'snapshot',
        snapshot: snapshot({ equity: [{ __typename: 'EquityPoint', at: '2025-01-01T00:00:00.000Z', equity: '100', balance: '100' }] }),
      },
      { type: 'value', value: value('2025-01-01T00:00:05.000Z', '101') },
      { type: 'value', value: value('2025-01-01T00:00:05.750Z', '102') },
      { type: 'value', value: value('2025-01-01T00:00:06.000Z', '103') },
    ]);
    expect(feed.equity.map(({ equity }) => equity)).toEqual(['100', '102', '103']);
    expect(feed.value?.equity).toBe('103');
  });

  it('stays bounded and keeps its first and last points', () => {
    const at = (n: number): string => new Date(n * 1000).toISOString();
    const feed = after(Array.from({ length: 9_000 }, (_, n) => ({ type: 'value', value: value(at(n), String(n)) }) as const));
    expect(feed.equity.length).toBeLessThanOrEqual(4_000);
    expect([feed.equity[0]?.equity, feed.equity.at(-1)?.equity]).toEqual(['0', '8999']);
  });
});

describe('decisions of a feed', () => {
  it('puts the newest first and takes each once', () => {
    const entry = (time: string, action: string): FeedAction => ({
      type: 'decision',
      entry: { deploymentId: 'd', decision: decision(time, action) },
    });
    expect(after([entry('1', 'hold'), entry('1', 'hold'), entry('2', 'buy')]).decisions.map((e) => e.decision.action)).toEqual([
      'buy',
      'hold',
    ]);
  });

  it('lets a repeated decision take the place of the one before', () => {
    const entry = (time: string, action: string): FeedAction => ({
      type: 'decision',
      entry: { deploymentId: 'd', decision: decision(time, action) },
    });
    const feed = after([entry('1', 'hold'), entry('2', 'buy'), entry('3', 'hold'), entry('4', 'hold')]);
    expect(feed.decisions.map((e) => e.decision.marketTime)).toEqual(['4', '2', '1']);
  });

  it('starts from the last decision of each deployment', () => {
    const deployment = { id: 'd', startedAt: '1', lastDecision: decision('5', 'hold') } as Deployment;
    expect(after([{ type: 'snapshot', snapshot: snapshot({ deployments: [deployment] }) }]).decisions).toHaveLength(1);
  });
});
