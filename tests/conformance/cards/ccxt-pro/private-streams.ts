import { setTimeout as wait } from 'node:timers/promises';
import type { Order, Position, Trade } from 'ccxt';
import { ccxtClient, LINEAR, SPOT } from '../../clients/ccxt-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { d, LinearBooks, sum, type Row } from '../accounting';
import { Desk } from '../ccxt/desk';
import { failureOf, frames, listen, type Frame } from './listen';

const START = '100000';

async function orderStream(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const raw = frames(client);
  const orders = listen<Order[]>(trial, () => client.watchOrders());
  const trades = listen<Trade[]>(trial, () => client.watchMyTrades());
  await subscribed(trial, raw, 2);
  const price = await desk.awayFrom(-0.02);
  const resting = await desk.place('limit', 'buy', 0.05, price);
  await client.editOrder(resting, LINEAR, 'limit', 'buy', 0.06, price);
  await client.cancelOrder(resting, LINEAR);
  const taking = await desk.place('market', 'sell', 0.4);
  const told = (id: string): Row[] => rowsOf(raw, 'order').filter((row) => row['orderId'] === id);
  const isDone = (): boolean => told(resting).at(-1)?.['orderStatus'] === 'Cancelled' && told(taking).at(-1)?.['orderStatus'] === 'Filled';
  await trial.until('the stream tells both ends', isDone);
  const states = told(resting).map((row) => [row['orderStatus'], row['qty']]);
  trial.same('tells open, changed and cancelled', states, [
    ['New', '0.05'],
    ['New', '0.06'],
    ['Cancelled', '0.06'],
  ]);
  const last = await trial.until('ccxt has it', () => orders.flat().find((order) => order.id === taking && order.status === 'closed'));
  trial.same('tells the fill', [last.filled, last.remaining], [0.4, 0]);
  const own = trades.flat().filter((trade) => trade.order === taking);
  const total = own.reduce((so, { amount }) => so.plus(d(amount)), d('0'));
  trial.same('tells every execution', total, '0.4');
  const rest = await desk.executions(LINEAR, taking);
  trial.same('REST lists the same ones', own.map(({ id }) => id).sort(), rest.map((row) => row['execId']).sort());
  trial.same('the fee of the order is that of its executions', (last.info as Row)['cumExecFee'], sum(rest, 'execFee'));
  const pushed = raw.filter(({ topic }) => topic === 'order' || topic === 'execution') as { id?: unknown; creationTime?: unknown }[];
  trial.holds(
    'every frame has id and time',
    pushed.every(({ id, creationTime }) => typeof id === 'string' && Number(creationTime) > 0),
  );
}

function rowsOf(raw: readonly Frame[], topic: string): Row[] {
  return raw.filter((frame) => frame.topic === topic).flatMap(({ data }) => data as Row[]);
}

async function subscribed(trial: Trial, raw: readonly { readonly op?: string }[], count: number): Promise<void> {
  await trial.until('subscriptions', () => raw.filter(({ op }) => op === 'subscribe').length >= count);
}

async function moneyStream(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const raw = frames(client);
  const balances = listen(trial, () => client.watchBalance());
  const positions = listen<Position[]>(trial, () => client.watchPositions());
  await subscribed(trial, raw, 2);
  const mark = raw.length;
  await wait(300);
  trial.same('subscribing alone brings no wallet', raw.slice(mark).filter(({ topic }) => topic === 'wallet').length, 0);
  await desk.place('market', 'buy', 0.05);
  await trial.until(`the position comes ${failureOf(positions)}`, () => positions.flat().at(-1)?.contracts === 0.05);
  await desk.place('market', 'sell', 0.02);
  const part = await trial.until(
    'the smaller position comes',
    () => positions.flat().at(-1)?.contracts === 0.03 && positions.flat().at(-1),
  );
  const books = LinearBooks.of(await desk.executions());
  trial.same('tells the position after each trade', [part.side, part.contracts], ['long', 0.03]);
  trial.near('with its entry', part.entryPrice, books.average, 0.0001);
  // Two wallets at once are one answer of watchBalance, so the last one is taken off the wire.
  const last = (): unknown => wallets(raw).at(-1)?.['walletBalance'];
  await trial.until('the wallet comes', () => last() === books.wallet(START).toString() && balances.length > 1).catch(() => undefined);
  trial.same('tells the wallet after each trade', last(), books.wallet(START));
  trial.same('REST says the same', (await client.fetchBalance())['USDT']?.total, books.wallet(START).toNumber());
  await desk.place('market', 'sell', 0.03);
  const flat = await trial.until('the flat position comes', () => positions.flat().at(-1)?.contracts === 0 && positions.flat().at(-1));
  trial.same('tells when it is flat', flat.contracts, 0);
}

function wallets(raw: readonly Frame[]): Row[] {
  const accounts = rowsOf(raw, 'wallet') as unknown as { readonly coin: readonly Row[] }[];
  return accounts.flatMap(({ coin }) => coin.filter((row) => row['coin'] === 'USDT'));
}

async function spotStream(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial, { balances: { USDT: '10000', BTC: '1' } });
  const { client } = desk;
  const raw = frames(client);
  const orders = listen<Order[]>(trial, () => client.watchOrders(SPOT));
  const trades = listen<Trade[]>(trial, () => client.watchMyTrades(SPOT));
  await subscribed(trial, raw, 2);
  const id = await desk.place('market', 'sell', 0.02, undefined, {}, SPOT);
  await trial.until(
    'the fill comes',
    () => orders.flat().some((order) => order.id === id && order.status === 'closed') && trades.length > 0,
  );
  const last = orders
    .flat()
    .filter((order) => order.id === id)
    .at(-1)!;
  trial.same('tells a spot order', [last.symbol, last.filled, last.side], [SPOT, 0.02, 'sell']);
  trial.same(
    'and its executions',
    trades.flat().reduce((total, { amount }) => total.plus(d(amount)), d('0')),
    '0.02',
  );
}

async function fastExecutions(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const raw = frames(client);
  const trades = listen<Trade[]>(trial, () => client.watchMyTrades(undefined, undefined, undefined, { executionFast: true }));
  await subscribed(trial, raw, 1);
  const id = await desk.place('market', 'buy', 0.01);
  await trial.until('executions', () => trades.flat().length > 0);
  const fast = raw.filter(({ topic }) => topic === 'execution.fast').flatMap(({ data }) => data as Row[]);
  const rest = await desk.executions(LINEAR, id);
  trial.same('the fast topic tells the same executions', fast.map((row) => row['execId']).sort(), rest.map((row) => row['execId']).sort());
}

async function orderEntry(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const price = await desk.awayFrom(-0.02);
  const placed = await client.createOrderWs(LINEAR, 'limit', 'buy', 0.05, price, { clientOrderId: `ws-${desk.keys.accountId}` });
  const id = placed.id!;
  const order = await desk.settled(id, 'open');
  trial.same('places over the socket', [order.price, order.amount, order.clientOrderId], [price, 0.05, `ws-${desk.keys.accountId}`]);
  const edited = await client.editOrderWs(id, LINEAR, 'limit', 'buy', 0.07, price - 5);
  trial.same('changes it', [edited.id, (await desk.order(id)).price, (await desk.order(id)).amount], [id, price - 5, 0.07]);
  const cancelled = await client.cancelOrderWs(id, LINEAR);
  trial.same('cancels it', [cancelled.id, (await desk.settled(id, 'canceled')).filled], [id, 0]);
  const taken = (await client.createOrderWs(LINEAR, 'market', 'buy', 0.03)).id!;
  await desk.settled(taken, 'closed');
  const books = LinearBooks.of(await desk.executions());
  trial.same(
    'a market order trades',
    [(await desk.position())['size'], (await desk.wallet())['walletBalance']],
    ['0.03', books.wallet(START).toString()],
  );
  await trial.refuses('a refusal comes back as one', /InsufficientFunds/, () => client.createOrderWs(LINEAR, 'limit', 'buy', 500, price));
  await trial.refuses('so does an unknown order', /OrderNotFound/, () => client.cancelOrderWs('nobody', LINEAR));
  const hit = await client.createOrderWs(LINEAR, 'market', 'sell', 0.03, undefined, { reduceOnly: true });
  trial.same('and the connection goes on', (await desk.settled(hit.id!, 'closed')).filled, 0.03);
}

async function login(trial: Trial): Promise<void> {
  const keys = await trial.account();
  const client = await ccxtClient(
    trial,
    { ...keys, apiSecret: `${keys.apiSecret}x` },
    { enableUnifiedAccount: true, enableUnifiedMargin: false },
  );
  await trial.refuses('a wrong secret is refused on the private socket', /AuthenticationError/, () => client.watchOrders());
  const other = await ccxtClient(trial, { ...keys, apiKey: 'nobody' }, { enableUnifiedAccount: true, enableUnifiedMargin: false });
  await trial.refuses('an unknown key on the order socket', /AuthenticationError/, () => other.cancelOrderWs('1', LINEAR));
}

async function unwatching(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const raw = frames(client);
  const orders = client.watchOrders().catch(() => undefined);
  const trades = client.watchMyTrades().catch(() => undefined);
  await subscribed(trial, raw, 2);
  await desk.place('market', 'buy', 0.01);
  await Promise.all([orders, trades]);
  await client.unWatchOrders();
  await client.unWatchMyTrades();
  const mark = raw.length;
  await desk.settled(await desk.place('market', 'sell', 0.01), 'closed');
  await wait(300);
  trial.same(
    'nothing comes any more',
    raw.slice(mark).map(({ topic }) => topic),
    [],
  );
}

export const PRIVATE_STREAMS: readonly Card[] = [
  {
    id: 'P70',
    client: 'ccxt.pro',
    name: 'watches its orders and trades',
    calls: ['watchOrders', 'watchMyTrades'],
    run: orderStream,
    expects: [
      ...['tells open, changed and cancelled', 'tells the fill', 'tells every execution', 'REST lists the same ones'],
      ...['the fee of the order is that of its executions', 'every frame has id and time'],
    ],
  },
  {
    id: 'P71',
    client: 'ccxt.pro',
    name: 'watches balance and positions',
    calls: ['watchBalance', 'watchPositions'],
    run: moneyStream,
    expects: [
      ...[
        'subscribing alone brings no wallet',
        'tells the position after each trade',
        'with its entry',
        'tells the wallet after each trade',
      ],
      ...['REST says the same', 'tells when it is flat'],
    ],
  },
  {
    id: 'P72',
    client: 'ccxt.pro',
    name: 'watches spot orders',
    calls: ['watchOrders', 'watchMyTrades'],
    run: spotStream,
    expects: ['tells a spot order', 'and its executions'],
  },
  {
    id: 'P73',
    client: 'ccxt.pro',
    name: 'watches the fast execution topic',
    calls: ['watchMyTrades'],
    run: fastExecutions,
    expects: ['the fast topic tells the same executions'],
  },
  {
    id: 'P74',
    client: 'ccxt.pro',
    name: 'enters orders over WebSocket',
    run: orderEntry,
    calls: ['createOrderWs', 'editOrderWs', 'cancelOrderWs'],
    expects: [
      ...['places over the socket', 'changes it', 'cancels it', 'a market order trades', 'a refusal comes back as one'],
      ...['so does an unknown order', 'and the connection goes on'],
    ],
    provokes: [110007, 110001],
  },
  {
    id: 'P75',
    client: 'ccxt.pro',
    name: 'fails to log in with a wrong key',
    calls: ['authenticate'],
    venue: 'gate',
    run: login,
    expects: ['a wrong secret is refused on the private socket', 'an unknown key on the order socket'],
    provokes: [10003, 10004],
    provokesUnsigned: [10003, 10004],
  },
  {
    id: 'P76',
    client: 'ccxt.pro',
    name: 'stops watching its own',
    calls: ['unWatchOrders', 'unWatchMyTrades'],
    run: unwatching,
    expects: ['nothing comes any more'],
  },
];
