import { setTimeout as wait } from 'node:timers/promises';
import type { WebsocketClient } from 'bybit-api';
import { bybitOrderEntry, bybitStream, type StreamPath } from '../../clients/bybit-api-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import type { Keys } from '../../venue/keys';
import { LinearBooks, type Row } from '../accounting';
import type { Frame } from '../ccxt-pro/listen';
import { BybitDesk, ok, PERPETUAL } from './desk';
import { LocalBook } from './local-book';

const START = '100000';

interface Listening {
  readonly client: WebsocketClient;
  readonly frames: Frame[];
  readonly answers: Frame[];
}

function listenTo(trial: Trial, path: StreamPath, topics: readonly string[], keys?: Keys): Listening {
  const client = bybitStream(trial, path, keys);
  const frames: Frame[] = [];
  const answers: Frame[] = [];
  client.on('update', (frame: Frame) => void frames.push(frame));
  client.on('response', (frame: Frame) => void answers.push(frame));
  // What a subscription answers shows in the frames; while connecting the library resolves nothing.
  for (const promise of client.subscribeV5([...topics], path === '/v5/public/spot' ? 'spot' : 'linear'))
    void promise.catch(() => undefined);
  return { client, frames, answers };
}

interface RestBook {
  readonly b: readonly (readonly string[])[];
  readonly a: readonly (readonly string[])[];
  readonly seq: number;
}

const of = ({ frames }: Listening, topic: string): Frame[] => frames.filter((frame) => frame.topic === topic);

async function books(trial: Trial): Promise<void> {
  for (const category of ['linear', 'spot'] as const) for (const depth of [50, 200, 1000]) await sameBook(trial, category, depth);
}

async function sameBook(trial: Trial, category: 'linear' | 'spot', depth: number): Promise<void> {
  const topic = `orderbook.${depth}.BTCUSDT`;
  const heard = listenTo(trial, `/v5/public/${category}`, [topic]);
  const told = `${category} ${depth}`;
  const states: { readonly seq: number; readonly text: string }[] = [];
  const book = new LocalBook();
  const shown = Math.min(depth, 200);
  const query = { category, symbol: 'BTCUSDT', limit: String(shown) };
  let applied = 0;
  // Depths that are told every 100 ms leave states out that REST may show: then the next one is compared.
  const compare = async (): Promise<boolean> => {
    const { result } = await trial.venue.raw().get<RestBook>('/v5/market/orderbook', query);
    await wait(300);
    for (const frame of of(heard, topic).slice(applied)) {
      applied += 1;
      book.apply(frame);
      states.push({ seq: book.sequence, text: book.text(shown) });
    }
    const atThatTime = states.findLast(({ seq }) => seq <= result.seq);
    return atThatTime?.text === LocalBook.textOf(result.b, result.a);
  };
  trial.holds('a book kept from deltas equals that of REST at the same seq', await trial.until(`the book of ${told}`, compare));
  trial.holds('u rises by one and the book never crosses', book.problems.length === 0, `${told}: ${book.problems.join(', ')}`);
  heard.client.closeAll(true);
}

const SPEAKING = ['orderbook.1', 'publicTrade', 'tickers', 'kline.1', 'kline.D', 'priceLimit', 'orderbook.rpi'].map(
  (name) => `${name}.BTCUSDT`,
);
const TICKER_FIELDS = [
  'lastPrice',
  'markPrice',
  'indexPrice',
  'openInterest',
  'fundingRate',
  'nextFundingTime',
  'bid1Price',
  'turnover24h',
];
/** The others would have spoken within as many frames of the best prices. */
const STILL_HEARD = 40;
const TRADE_FIELDS = ['T', 's', 'S', 'v', 'p', 'L', 'i', 'BT'];

async function publicTopics(trial: Trial): Promise<void> {
  const heard = listenTo(trial, '/v5/public/linear', [...SPEAKING, 'allLiquidation.BTCUSDT', 'insurance.USDT', 'adlAlert.USDT']);
  await trial.until('every topic speaks', () => SPEAKING.every((topic) => of(heard, topic).length > 0));
  trial.holds('every topic speaks', true);
  const acknowledged = heard.answers.filter((frame) => (frame as { success?: boolean }).success === true);
  trial.holds('the subscription is acknowledged', acknowledged.length > 0, JSON.stringify(heard.answers.slice(0, 3)));
  const [ticker] = of(heard, 'tickers.BTCUSDT');
  trial.same('tickers begin with a snapshot', ticker!.type, 'snapshot');
  trial.same('which has every field', missing(TICKER_FIELDS, ticker!.data), []);
  const [trade] = of(heard, 'publicTrade.BTCUSDT').flatMap(({ data }) => data as Row[]);
  trial.same('a trade has its fields', missing(TRADE_FIELDS, trade), []);
  for (const promise of heard.client.unsubscribeV5(SPEAKING.slice(1), 'linear')) void promise.catch(() => undefined);
  await trial.until('the answer', () => heard.answers.some(({ op }) => op === 'unsubscribe'));
  const mark = heard.frames.length;
  await trial.until('what is left', () => heard.frames.length >= mark + STILL_HEARD);
  const after = new Set(heard.frames.slice(mark).map(({ topic }) => topic));
  trial.same('unsubscribing leaves the other topics', [...after], ['orderbook.1.BTCUSDT']);
  const spot = listenTo(
    trial,
    '/v5/public/spot',
    ['tickers', 'publicTrade', 'kline.5', 'orderbook.1', 'orderbook.full'].map((name) => `${name}.BTCUSDT`),
  );
  const spoke = (): Set<string | undefined> => new Set(spot.frames.map(({ topic }) => topic));
  await trial.until('spot speaks', () => spoke().size === 5).catch(() => trial.holds('every topic speaks', false, [...spoke()].join(' ')));
  trial.same('spot tickers are snapshots only', [...new Set(of(spot, 'tickers.BTCUSDT').map(({ type }) => type))], ['snapshot']);
}

function missing(names: readonly string[], data: unknown): string[] {
  return names.filter((name) => !(name in (data as object)));
}

async function privateTopics(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const whole = listenTo(trial, '/v5/private', ['order', 'execution', 'position', 'wallet', 'execution.fast', 'greeks'], desk.keys);
  const parts = listenTo(trial, '/v5/private', ['order.linear', 'execution.linear', 'position.linear', 'order.spot'], desk.keys);
  await trial.until('subscriptions', () => [whole, parts].every(({ answers }) => answers.some((frame) => frame.op === 'subscribe')));
  const id = await desk.place('Buy', '0.2');
  const isFilled = (): boolean => rows(whole, 'order').some((row) => row['orderStatus'] === 'Filled');
  await trial.until('the fill', () => isFilled() && of(whole, 'wallet').length > 0);
  const executions = rows(whole, 'execution').filter((row) => row['orderId'] === id);
  const known = executionIds(await desk.executions('linear', id));
  trial.same('executions are those of REST', executionIds(executions), known);
  trial.same('the fast topic has them too', executionIds(rows(whole, 'execution.fast')), known);
  const wallet = (of(whole, 'wallet').at(-1)!.data as { coin: Row[] }[])[0]!.coin.find((row) => row['coin'] === 'USDT');
  trial.same('the wallet is start − fees', wallet?.['walletBalance'], LinearBooks.of(executions).wallet(START));
  const position = rows(whole, 'position').at(-1);
  trial.same('the position is the sum of the fills', [position?.['side'], position?.['size']], ['Buy', '0.2']);
  trial.same('the order is that of REST', differences(rows(whole, 'order').at(-1)!, await desk.order(id)), []);
  await trial.until('the parts', () => rows(parts, 'execution.linear').length > 0 && rows(parts, 'position.linear').length > 0);
  const counts = [rows(parts, 'execution.linear').length, rows(parts, 'order.spot').length];
  trial.same('categorised topics tell the same', counts, [executions.length, 0]);
  const { id: frameId, creationTime } = of(whole, 'order')[0] as { id?: unknown; creationTime?: unknown };
  trial.holds('each frame has id, topic and time', typeof frameId === 'string' && Number(creationTime) > 0);
}

async function positionPushes(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const heard = listenTo(trial, '/v5/private', ['position', 'wallet'], desk.keys);
  await trial.until('the subscription', () => heard.answers.some((frame) => frame.op === 'subscribe'));
  const pushed = async (act: () => Promise<unknown>): Promise<number> => {
    const before = of(heard, 'position').length;
    await act();
    await trial.until('a position', () => of(heard, 'position').length > before).catch(() => undefined);
    return of(heard, 'position').length - before;
  };
  const price = await desk.awayFrom(-0.02);
  let orderId = '';
  const counts = [
    await pushed(async () => (orderId = await desk.place('Buy', '0.01', { price }))),
    await pushed(async () => ok(desk.client.amendOrder({ ...PERPETUAL, orderId, qty: '0.02' }))),
    await pushed(async () => ok(desk.client.cancelOrder({ ...PERPETUAL, orderId }))),
  ];
  trial.same(
    'the position is told with every order, changed or not',
    counts.map((count) => count > 0),
    [true, true, true],
  );
  trial.same('it is flat each time', new Set(rows(heard, 'position').map((row) => row['size'])).size, 1);
}

async function quietBook(trial: Trial): Promise<void> {
  const heard = listenTo(trial, '/v5/public/linear', ['orderbook.1.ETHUSDT']);
  await trial.until('two books of a market that stands still', () => of(heard, 'orderbook.1.ETHUSDT').length >= 2);
  const [first, second] = of(heard, 'orderbook.1.ETHUSDT') as [Frame, Frame];
  trial.same('after three seconds it comes again, with the same u', (second.data as { u: number }).u, (first.data as { u: number }).u);
  trial.same('as a snapshot', [first.type, second.type], ['snapshot', 'snapshot']);
}

const ORDER_FIELDS = ['orderStatus', 'cumExecQty', 'cumExecValue', 'cumExecFee', 'avgPrice', 'leavesQty', 'updatedTime'];

function differences(one: Row, other: Row): string[] {
  return ORDER_FIELDS.filter((field) => Number(one[field]) !== Number(other[field]) && one[field] !== other[field]);
}

function executionIds(list: readonly Row[]): string[] {
  return list.map((row) => row['execId']!).sort();
}

function rows(heard: Listening, topic: string): Row[] {
  return of(heard, topic).flatMap(({ data }) => data as Row[]);
}

async function orderEntry(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const entry = bybitOrderEntry(trial, desk.keys);
  const price = await desk.awayFrom(-0.02);
  const orderLinkId = `entry-${desk.keys.accountId}`;
  const one = { ...PERPETUAL, side: 'Buy', orderType: 'Limit', qty: '0.05', price } as const;
  const placed = await entry.submitNewOrder({ ...one, orderLinkId });
  trial.same(
    'places',
    [placed.retCode, placed.data.orderLinkId, (await desk.settled(placed.data.orderId, 'New'))['qty']],
    [0, orderLinkId, '0.05'],
  );
  const header = (placed as unknown as { header: Record<string, string> }).header;
  trial.holds(
    'tells the rate limit in its header',
    Number(header['X-Bapi-Limit']) === 10 && Number(header['X-Bapi-Limit-Status']) < 10,
    JSON.stringify(header),
  );
  const moved = await desk.shifted(price, '-3');
  await entry.amendOrder({ ...PERPETUAL, orderId: placed.data.orderId, price: moved });
  trial.same('changes', (await desk.order(placed.data.orderId))['price'], moved);
  await entry.cancelOrder({ ...PERPETUAL, orderId: placed.data.orderId });
  trial.same('cancels', (await desk.settled(placed.data.orderId, 'Cancelled'))['cancelType'], 'CancelByUser');
  await trial.refuses('a refusal is answered as one', /110007/, () => entry.submitNewOrder({ ...one, qty: '500' }));
  const { category: _category, ...item } = one;
  const batch = await entry.batchSubmitOrders('linear', [item, { ...item, qty: '900' }]);
  const codes = (batch as unknown as { retExtInfo: { list: { code: number }[] } }).retExtInfo.list.map(({ code }) => code);
  trial.same('a batch has a code per order', codes, [0, 110007]);
  const created = (batch.data as unknown as { list: Row[] }).list[0]!['orderId']!;
  await entry.batchAmendOrder('linear', [{ symbol: 'BTCUSDT', orderId: created, qty: '0.06' }]);
  trial.same('a batch changes', (await desk.order(created))['qty'], '0.06');
  await entry.batchCancelOrder('linear', [{ symbol: 'BTCUSDT', orderId: created }]);
  trial.same('a batch cancels', (await desk.settled(created, 'Cancelled'))['leavesQty'], '0');
  const market = await entry.submitNewOrder({ ...PERPETUAL, side: 'Sell', orderType: 'Market', qty: '0.04' });
  await desk.settled(market.data.orderId, 'Filled');
  trial.same('a market order trades', [(await desk.position())['side'], (await desk.position())['size']], ['Sell', '0.04']);
}

async function heartbeat(trial: Trial): Promise<void> {
  const keys = await trial.account();
  const own = bybitStream(trial, '/v5/private', keys, { pingInterval: 1_000 });
  const open = bybitStream(trial, '/v5/public/linear', undefined, { pingInterval: 1_000 });
  let lost = 0;
  const heard: unknown[] = [];
  for (const client of [own, open]) client.on('reconnect', () => void (lost += 1));
  open.on('update', (frame: unknown) => void heard.push(frame));
  void own.subscribeV5('order', 'linear');
  void open.subscribeV5('tickers.BTCUSDT', 'linear');
  await wait(6_000);
  trial.same('pongs come in time on public and private sockets', lost, 0);
  trial.holds('the stream goes on', heard.length > 0);
}

export const BYBIT_STREAMS: readonly Card[] = [
  {
    id: 'B20',
    client: 'bybit-api',
    name: 'keeps order books of its own',
    calls: ['subscribeV5'],
    isPatient: true,
    run: books,
    expects: ['a book kept from deltas equals that of REST at the same seq', 'u rises by one and the book never crosses'],
  },
  {
    id: 'B21',
    client: 'bybit-api',
    name: 'subscribes to every public topic',
    isPatient: true,
    run: publicTopics,
    calls: ['subscribeV5', 'unsubscribeV5'],
    expects: [
      ...['every topic speaks', 'the subscription is acknowledged', 'tickers begin with a snapshot', 'which has every field'],
      ...['a trade has its fields', 'unsubscribing leaves the other topics', 'spot tickers are snapshots only'],
    ],
  },
  {
    id: 'B22',
    client: 'bybit-api',
    name: 'subscribes to its private topics',
    calls: ['subscribeV5'],
    run: privateTopics,
    expects: [
      ...[
        'executions are those of REST',
        'the fast topic has them too',
        'the wallet is start − fees',
        'the position is the sum of the fills',
      ],
      ...['the order is that of REST', 'categorised topics tell the same', 'each frame has id, topic and time'],
    ],
  },
  {
    id: 'B25',
    client: 'bybit-api',
    name: 'hears of its position with every order',
    calls: ['subscribeV5'],
    run: positionPushes,
    expects: ['the position is told with every order, changed or not', 'it is flat each time'],
  },
  {
    id: 'B26',
    client: 'bybit-api',
    name: 'listens to a market that stands still',
    venue: 'stepped',
    run: quietBook,
    calls: ['subscribeV5'],
    expects: ['after three seconds it comes again, with the same u', 'as a snapshot'],
  },
  {
    id: 'B23',
    client: 'bybit-api',
    name: 'enters orders over WebSocket',
    run: orderEntry,
    calls: ['submitNewOrder', 'amendOrder', 'cancelOrder', 'batchSubmitOrders', 'batchAmendOrder', 'batchCancelOrder'],
    expects: [
      ...[
        'places',
        'tells the rate limit in its header',
        'changes',
        'cancels',
        'a refusal is answered as one',
        'a batch has a code per order',
      ],
      ...['a batch changes', 'a batch cancels', 'a market order trades'],
    ],
    provokes: [110007, 20001],
  },
  {
    id: 'B24',
    client: 'bybit-api',
    name: 'keeps its connections alive',
    calls: ['ping'],
    isPatient: true,
    run: heartbeat,
    expects: ['pongs come in time on public and private sockets', 'the stream goes on'],
  },
];
