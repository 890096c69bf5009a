import type { Order } from 'ccxt';
import { LINEAR } from '../../clients/ccxt-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import type { Row } from '../accounting';
import { Desk } from './desk';

const ids = (orders: readonly { readonly id?: string | undefined }[]): (string | undefined)[] => orders.map(({ id }) => id);

async function batches(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const price = await desk.awayFrom(-0.02);
  const one = { symbol: LINEAR, type: 'limit', side: 'buy', amount: 0.01, price, params: {} } as const;
  const placed = await client.createOrders([one, { ...one, amount: 500 }, { ...one, price: price - 10 }]);
  trial.same(
    'each item has its own outcome',
    placed.map(({ status }) => status === 'rejected'),
    [false, true, false],
  );
  trial.same('the refused one says why', (placed[1]!.info as Row)['code'], 110007);
  const good = [placed[0]!.id!, placed[2]!.id!];
  trial.same('the others are open', ids(await client.fetchOpenOrders(LINEAR)).sort(), [...good].sort());
  const edits = good.map((id, index) => ({
    id,
    symbol: LINEAR,
    type: 'limit' as const,
    side: 'buy' as const,
    amount: 0.02,
    price: price - 20 - index,
    params: {},
  }));
  await client.editOrders(edits);
  const edited = await Promise.all(good.map((id) => desk.order(id)));
  trial.same(
    'edits reach each of them',
    edited.map((order) => [order.price, order.amount]),
    [
      [price - 20, 0.02],
      [price - 21, 0.02],
    ],
  );
  const cancelled = await client.cancelOrders(good, LINEAR);
  trial.same('one request cancels all', ids(cancelled).sort(), [...good].sort());
  trial.same('nothing is open any more', (await client.fetchOpenOrders(LINEAR)).length, 0);
  const again = await client.createOrders([one, one]);
  await client.cancelOrdersForSymbols(again.map(({ id }) => ({ id: id!, symbol: LINEAR })));
  trial.same('cancels across symbols', (await client.fetchOpenOrders(LINEAR)).length, 0);
}

async function edit(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const price = await desk.awayFrom(-0.02);
  const id = await desk.place('limit', 'buy', 0.1, price);
  const answer = await client.editOrder(id, LINEAR, 'limit', 'buy', 0.1, price - 50);
  trial.same('answers the same id', answer.id, id);
  trial.same('moves the price', (await desk.order(id)).price, price - 50);
  await client.editOrder(id, LINEAR, 'limit', 'buy', 0.04, price - 50);
  const order = await desk.order(id);
  trial.same('changes the amount', [order.amount, order.remaining, order.filled], [0.04, 0.04, 0]);
  const before = Number((await client.fetchBalance())['USDT']!.used);
  await client.editOrder(id, LINEAR, 'limit', 'buy', 0.08, price - 50);
  const after = Number((await client.fetchBalance())['USDT']!.used);
  trial.near('twice the amount holds back twice the margin', after, before * 2, 0.0001);
  await trial.refuses('no change is an error', /10001|170210|110079|not modified/i, () =>
    client.editOrder(id, LINEAR, 'limit', 'buy', 0.08, price - 50),
  );
  const trigger = await desk.awayFrom(0.03);
  const stop = await desk.place('market', 'buy', 0.01, undefined, { triggerPrice: trigger, triggerDirection: 'ascending' });
  await client.editOrder(stop, LINEAR, 'market', 'buy', 0.01, undefined, { triggerPrice: trigger + 10 });
  trial.same('moves a trigger', (await desk.order(stop)).triggerPrice, trigger + 10);
  await client.cancelAllOrders(LINEAR);
  await desk.settled(id, 'canceled');
  await trial.refuses('a cancelled order cannot be changed', /110001/, () => client.editOrder(id, LINEAR, 'limit', 'buy', 0.05, price));
}

async function cancelAll(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const ether = 'ETH/USDT:USDT';
  const [btc, eth] = [await desk.awayFrom(-0.02), await desk.awayFrom(-0.02, { category: 'linear', symbol: 'ETHUSDT' })];
  const own = [await desk.place('limit', 'buy', 0.01, btc), await desk.place('limit', 'buy', 0.01, btc - 1)];
  const other = await desk.place('limit', 'buy', 0.1, eth, {}, ether);
  const cancelled = await client.cancelAllOrders(LINEAR);
  trial.same('cancels the orders of one market', ids(cancelled).sort(), [...own].sort());
  trial.same('and leaves those of another', ids(await client.fetchOpenOrders(ether)), [other]);
  await desk.place('limit', 'buy', 0.01, btc);
  const all = await client.cancelAllOrders(undefined, { type: 'swap' });
  trial.same(
    'cancels those of all markets',
    [all.length, (await client.fetchOpenOrders(undefined, undefined, undefined, { type: 'swap' })).length],
    [2, 0],
  );
  trial.same('an empty book of orders is no error', (await client.cancelAllOrders(LINEAR)).length, 0);
}

async function history(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const filledIds: string[] = [];
  for (let index = 0; index < 7; index += 1) filledIds.push(await desk.place('market', index % 2 === 0 ? 'buy' : 'sell', 0.01));
  const price = await desk.awayFrom(-0.02);
  const gone = [await desk.place('limit', 'buy', 0.01, price), await desk.place('limit', 'buy', 0.01, price)];
  await client.cancelOrders(gone, LINEAR);
  await desk.settled(gone[1]!, 'canceled');
  const closed = await client.fetchClosedOrders(LINEAR);
  trial.same(
    'filled orders are closed',
    [ids(closed).sort(), closed.every(({ status }) => status === 'closed')],
    [[...filledIds].sort(), true],
  );
  trial.same('cancelled ones are canceled', ids(await client.fetchCanceledOrders(LINEAR)).sort(), [...gone].sort());
  const both = await client.fetchCanceledAndClosedOrders(LINEAR);
  trial.same('both come together', both.length, 9);
  trial.same('a closed order is found alone', (await client.fetchClosedOrder(filledIds[3]!, LINEAR)).filled, 0.01);
  trial.same('since and limit choose', (await client.fetchClosedOrders(LINEAR, Number(closed[0]!.timestamp), 3)).length, 3);
  const paged: Order[] = [];
  let cursor: string | undefined;
  do {
    const answer = (await client.privateGetV5OrderHistory({
      category: 'linear',
      symbol: 'BTCUSDT',
      limit: 2,
      ...(cursor ? { cursor } : {}),
    })) as {
      result: { list: Order[]; nextPageCursor: string };
    };
    paged.push(...answer.result.list);
    cursor = answer.result.nextPageCursor || undefined;
  } while (cursor !== undefined && paged.length < 20);
  const seen = paged.map((row) => (row as unknown as Row)['orderId']);
  trial.same('the cursor leads through all of them once', [seen.length, new Set(seen).size], [9, 9]);
}

async function tradeLists(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const orders: string[] = [];
  for (let index = 0; index < 6; index += 1) orders.push(await desk.place('market', 'buy', 0.01));
  const trades = await client.fetchMyTrades(LINEAR);
  trial.same('there is a trade for every order', [...new Set(trades.map(({ order }) => order))].sort(), [...orders].sort());
  trial.same('their ids are unique', new Set(ids(trades)).size, trades.length);
  const of = await client.fetchOrderTrades(orders[2]!, LINEAR);
  trial.same('those of one order are found', [...new Set(of.map(({ order }) => order))], [orders[2]]);
  trial.same(
    'their cost is price × amount',
    of.every(({ cost, price, amount }) => Math.abs(Number(cost) - Number(price) * Number(amount)) < 1e-9),
    true,
  );
  const since = Math.min(...trades.map(({ timestamp }) => Number(timestamp))) - 1;
  const paged = await client.fetchMyTrades(LINEAR, since, undefined, { paginate: true, paginationCalls: 40, maxEntriesPerRequest: 2 });
  trial.holds('pages lead through all of them', new Set(ids(paged)).size === trades.length, `${paged.length} of ${trades.length}`);
  const byClient = await desk.place('market', 'sell', 0.01, undefined, { clientOrderId: `mine-${desk.keys.accountId}` });
  await desk.settled(byClient, 'closed');
  const found = await client.fetchOrderTrades('', LINEAR, undefined, undefined, { clientOrderId: `mine-${desk.keys.accountId}` });
  trial.same('and by client id', [...new Set(found.map(({ order }) => order))], [byClient]);
}

async function deadManSwitch(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const answer = (await desk.client.cancelAllOrdersAfter(40_000)) as { retCode?: unknown };
  trial.same('accepts a window', Number(answer.retCode), 0);
}

export const ORDER_LISTS: readonly Card[] = [
  {
    id: 'C30',
    client: 'ccxt',
    name: 'sends, changes and cancels batches',
    run: batches,
    calls: ['createOrders', 'editOrders', 'cancelOrders', 'cancelOrdersForSymbols'],
    expects: [
      ...['each item has its own outcome', 'the refused one says why', 'the others are open', 'edits reach each of them'],
      ...['one request cancels all', 'nothing is open any more', 'cancels across symbols'],
    ],
  },
  {
    id: 'C31',
    client: 'ccxt',
    name: 'changes an order',
    calls: ['editOrder', 'fetchOrder', 'cancelAllOrders'],
    run: edit,
    expects: [
      ...['answers the same id', 'moves the price', 'changes the amount', 'twice the amount holds back twice the margin'],
      ...['no change is an error', 'moves a trigger', 'a cancelled order cannot be changed'],
    ],
    provokes: [10001, 110001],
  },
  {
    id: 'C32',
    client: 'ccxt',
    name: 'cancels everything',
    calls: ['cancelAllOrders', 'fetchOpenOrders'],
    run: cancelAll,
    expects: [
      ...['cancels the orders of one market', 'and leaves those of another', 'cancels those of all markets'],
      'an empty book of orders is no error',
    ],
  },
  {
    id: 'C33',
    client: 'ccxt',
    name: 'reads the order history',
    run: history,
    calls: ['fetchClosedOrders', 'fetchCanceledOrders', 'fetchCanceledAndClosedOrders', 'fetchClosedOrder'],
    expects: [
      ...['filled orders are closed', 'cancelled ones are canceled', 'both come together', 'a closed order is found alone'],
      ...['since and limit choose', 'the cursor leads through all of them once'],
    ],
  },
  {
    id: 'C34',
    client: 'ccxt',
    name: 'reads its trades',
    calls: ['fetchMyTrades', 'fetchOrderTrades'],
    run: tradeLists,
    expects: [
      ...['there is a trade for every order', 'their ids are unique', 'those of one order are found', 'their cost is price × amount'],
      ...['pages lead through all of them', 'and by client id'],
    ],
  },
  {
    id: 'C35',
    client: 'ccxt',
    name: 'sets a dead man’s switch',
    calls: ['cancelAllOrdersAfter'],
    run: deadManSwitch,
    expects: ['accepts a window'],
  },
];
