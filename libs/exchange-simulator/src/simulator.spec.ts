import { appendFile, cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from './journal/journal';
import { GENERATED_HISTORY } from './market/generated-market';
import { csvOf, FIRST, SimulatorHarness, until, waves, type Answer, type Client, type Frame } from './testing/with-simulator';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

const MINUTE = 60_000;
const SLOW = 0.001;

async function replay(bars = waves(2_000), speed = 600): Promise<{ client: Client; file: string }> {
  const file = await harness.file(csvOf(bars));
  return { client: await (await harness.start({ kind: 'replay', file, speed })).login(), file };
}

const closes = (frames: readonly Frame[]): { start: number; close: string; confirm: boolean }[] =>
  frames.flatMap((frame) => frame.data as unknown as { start: number; close: string; confirm: boolean }[]);

describe('a replayed market', () => {
  it('shows its history at once and a fresh book on subscribing', async () => {
    const { client } = await replay(undefined, SLOW);
    const kline = await client.open('/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&limit=200');
    expect(kline.result.list).toHaveLength(200);
    const socket = await client.socket('/v5/public/linear');
    expect(await socket.subscribe('orderbook.1.BTCUSDT', 'orderbook.50.BTCUSDT')).toMatchObject({ success: true, ret_msg: '' });
    const book = await socket.next(({ topic }) => topic === 'orderbook.50.BTCUSDT');
    expect(book).toMatchObject({ type: 'snapshot', data: { s: 'BTCUSDT' } });
  });

  it('confirms each candle once, in order, before anything of the next', async () => {
    const { client } = await replay();
    const socket = await client.socket('/v5/public/linear');
    await socket.subscribe('kline.1.BTCUSDT');
    await until(() => closes(socket.ofTopic('kline.1.BTCUSDT')).filter(({ confirm }) => confirm).length >= 12);
    const candles = closes(socket.ofTopic('kline.1.BTCUSDT'));
    const confirmed = candles.filter(({ confirm }) => confirm).map(({ start }) => start);
    expect(confirmed).toEqual(confirmed.map((_, index) => confirmed[0]! + index * MINUTE));
    candles.forEach(({ start, confirm }, index) => {
      if (index > 0) expect(start).toBe(candles[index - 1]!.confirm ? candles[index - 1]!.start + MINUTE : candles[index - 1]!.start);
      if (confirm) expect(candles[index + 1]?.start ?? start + MINUTE).toBe(start + MINUTE);
    });
  });

  it('keeps a client that applies deltas at the same book as REST, with u rising by one', async () => {
    const { client } = await replay();
    const socket = await client.socket('/v5/public/linear');
    await socket.subscribe('orderbook.50.BTCUSDT');
    const frames = (): Frame[] => socket.ofTopic('orderbook.50.BTCUSDT');
    await until(() => frames().length > 40);
    const bids = new Map<string, string>();
    const asks = new Map<string, string>();
    let [last, time] = [0, 0];
    for (const frame of frames()) {
      const { b, a, u } = frame.data as unknown as { b: [string, string][]; a: [string, string][]; u: number };
      if (last > 0) expect(u).toBe(last + 1);
      last = u;
      expect(frame.ts!).toBeGreaterThanOrEqual(time);
      time = frame.ts!;
      for (const [side, levels] of [
        [bids, b],
        [asks, a],
      ] as const)
        for (const [price, size] of levels)
          if (size === '0') side.delete(price);
          else side.set(price, size);
      expect(Math.max(...[...bids.keys()].map(Number))).toBeLessThan(Math.min(...[...asks.keys()].map(Number)));
      expect([bids.size, asks.size]).toEqual([50, 50]);
    }
  });

  it('goes on from where it was after the machine slept', async () => {
    const file = await harness.file(csvOf(waves(2_000)));
    let slept = 0;
    const client = await harness.start({ kind: 'replay', file, speed: 60 }, { monotonic: () => performance.now() + slept });
    const before = (await client.status()).marketTime;
    slept = 3_600_000;
    await until(async () => (await client.status()).marketTime > before);
    // At 60× the hour of sleep would be sixty hours of market time.
    expect((await client.status()).marketTime - before).toBeLessThan(3_600_000);
  });

  it('ends by halting: it says so, refuses orders and stays up', async () => {
    const { client, file } = await replay(waves(40), 2_000);
    await until(async () => (await client.status()).state === 'halted');
    const status = await client.status();
    expect(status).toMatchObject({ progress: 1, marketTime: FIRST + 40 * MINUTE });
    expect(status.reason).toMatch(/^The replay of BTCUSDT_linear_1m\.csv ended at 2025-06-01T00:40:00\.000Z; orders are refused/);
    expect(harness.log.find(({ message }) => message === status.reason)?.level).toBe('warn');
    expect(await client.order({})).toMatchObject({ retCode: 110074, retMsg: 'This contract is not live' });
    expect((await client.open('/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1')).result.list[0]![0]).toBe(
      String(FIRST + 39 * MINUTE),
    );
    await client.simulator.stop();
    const again = await harness.start({ kind: 'replay', file, speed: 600 }, { folder: client.folder });
    expect(await again.status()).toMatchObject({ state: 'halted', marketTime: FIRST + 40 * MINUTE });
  });
});

describe('an order', () => {
  it('is told on the private stream and found by every query', async () => {
    const { client } = await replay(undefined, SLOW);
    const socket = await client.signedSocket();
    await socket.subscribe('order', 'execution', 'position', 'wallet');
    const answer = await client.order({ orderLinkId: 'first' });
    expect(answer).toMatchObject({ retCode: 0, retMsg: 'OK', result: { orderLinkId: 'first' } });
    await socket.next(({ topic }) => topic === 'wallet');
    expect(socket.frames.filter(({ topic }) => topic).map(({ topic }) => topic)).toEqual(['execution', 'order', 'position', 'wallet']);
    const by = { category: 'linear', orderLinkId: 'first' };
    const [execution] = (await client.get('/v5/execution/list', by)).result.list;
    expect(execution).toMatchObject({ execQty: '0.01', orderId: answer.result['orderId'], isMaker: false });
    expect((await client.get('/v5/order/realtime', by)).result.list[0]).toMatchObject({ orderStatus: 'Filled', cumExecQty: '0.01' });
    expect((await client.get('/v5/order/history', by)).result.list).toHaveLength(1);
    expect((await client.get('/v5/position/list', { category: 'linear', settleCoin: 'USDT' })).result.list[0]).toMatchObject({
      side: 'Buy',
      size: '0.01',
    });
    const wallet = (await client.get('/v5/account/wallet-balance', { accountType: 'UNIFIED' })).result.list[0] as unknown as {
      coin: { walletBalance: string }[];
    };
    expect(wallet.coin[0]!.walletBalance).toBe(String(100_000 - Number(execution!['execFee'])));
  });

  it('is refused a second time by its client id', async () => {
    const { client } = await replay(undefined, SLOW);
    await client.order({ orderLinkId: 'twice' });
    expect(await client.order({ orderLinkId: 'twice' })).toMatchObject({
      retCode: 110072,
      retMsg: 'OrderLinkedID is duplicate',
      result: {},
    });
  });

  it('that rests is cancelled once', async () => {
    const { client } = await replay(undefined, SLOW);
    const { result } = await client.order({ orderType: 'Limit', price: '90000' });
    const cancel = (): Promise<Answer> =>
      client.post('/v5/order/cancel', { category: 'linear', symbol: 'BTCUSDT', orderId: result['orderId'] });
    expect(await cancel()).toMatchObject({ retCode: 0 });
    expect(await cancel()).toMatchObject({ retCode: 110001 });
  });

  it('goes over the trade socket too', async () => {
    const { client } = await replay(undefined, SLOW);
    const socket = await client.signedSocket('/v5/trade');
    const header = { 'X-BAPI-TIMESTAMP': String(Date.now()), 'X-BAPI-RECV-WINDOW': '5000' };
    socket.send({
      reqId: 'r1',
      header,
      op: 'order.create',
      args: [{ category: 'linear', symbol: 'BTCUSDT', side: 'Sell', orderType: 'Market', qty: '0.01', orderLinkId: 'over-ws' }],
    });
    expect(await socket.next(({ op }) => op === 'order.create')).toMatchObject({
      reqId: 'r1',
      retCode: 0,
      retMsg: 'OK',
      data: { orderLinkId: 'over-ws' },
    });
  });
});

describe('spot', () => {
  async function spot(balances: Record<string, string>): Promise<Client> {
    const file = await harness.file(csvOf(waves(200)), 'BTC_USDT-1m.csv');
    return (await harness.start({ kind: 'replay', file, speed: SLOW })).login('me', balances);
  }
  const buy = { category: 'spot', marketUnit: 'baseCoin', qty: '0.01' };

  it('pays the fee in the received coin and knows no position', async () => {
    const client = await spot({ USDT: '5000' });
    expect(await client.order({ ...buy, orderLinkId: 'x' })).toMatchObject({ retCode: 0 });
    const [execution] = (await client.get('/v5/execution/list', { category: 'spot' })).result.list;
    expect(execution).toMatchObject({ feeCurrency: 'BTC', execFee: '0.000005' });
    const { balances } = await client.admin<{ balances: Record<string, string> }>('GET', 'truth/me');
    expect(balances).toEqual({ USDT: String(5000 - Number(execution!['execValue'])), BTC: '0.009995' });
    expect((await client.get('/v5/position/list', { category: 'linear', settleCoin: 'USDT' })).result.list).toEqual([]);
    expect(await client.order({ ...buy, orderLinkId: 'x' })).toMatchObject({ retCode: 170141 });
  });

  it.each([
    [{ qty: '1' }, 170131],
    [{ side: 'Sell' }, 170131],
    [{ qty: '0.0000001' }, 170136],
    [{ qty: '0.0100001' }, 170137],
    [{ orderType: 'Limit', price: '90000.01' }, 170134],
    [{ orderType: 'Limit', price: '100', qty: '0.01' }, 170140],
    [{ marketUnit: 'quoteCoin', qty: '1' }, 170140],
    [{ symbol: 'ETHUSDT' }, 170121],
  ])('refuses %j with %i', async (body, code) => {
    expect((await (await spot({ USDT: '5000' })).order({ ...buy, ...body })).retCode).toBe(code);
  });

  it('cancels with the codes of spot', async () => {
    const client = await spot({ USDT: '5000' });
    const { result } = await client.order({ ...buy, orderType: 'Limit', price: '90000' });
    const cancel = async (orderId: string): Promise<number> =>
      (await client.post('/v5/order/cancel', { category: 'spot', symbol: 'BTCUSDT', orderId })).retCode;
    expect([await cancel(result['orderId']!), await cancel(result['orderId']!), await cancel('nothing')]).toEqual([0, 170142, 170213]);
  });
});

describe('bad input', () => {
  it.each([
    [{ category: 'option' }, 10001],
    [{ symbol: 'DOGEUSDT' }, 10001],
    [{ side: 'buy' }, 10001],
    [{ qty: 'much' }, 10001],
    [{ qty: '-1' }, 10001],
    [{ qty: '1e400' }, 10001],
    [{ qty: '0.0001' }, 10001],
    [{ orderType: 'Limit' }, 10001],
    [{ orderType: 'Limit', price: '100000.05' }, 10001],
    [{ orderLinkId: 'x'.repeat(37) }, 10001],
    [{ orderLinkId: {} }, 10001],
    [{ triggerPrice: '1' }, 10001],
    [{ timeInForce: 'toString' }, 10001],
    [{ qty: '100' }, 110007],
    [{ reduceOnly: true }, 110017],
  ])('the order %j is answered %i', async (body, code) => {
    const { client } = await replay(waves(50), SLOW);
    expect((await client.order(body)).retCode).toBe(code);
  });

  it('never breaks the server', async () => {
    const { client } = await replay(waves(50), SLOW);
    const raw = async (path: string, init: RequestInit = {}): Promise<Answer> =>
      (await (await fetch(client.url + path, init)).json()) as Answer;
    expect(await raw('/v5/nothing')).toMatchObject({ retCode: 10017 });
    expect(await raw('/v5/market/kline?category=linear&symbol=%&interval=1')).toMatchObject({ retCode: 10001 });
    expect(await raw('/v5/market/kline?category=linear&symbol=BTCUSDT&interval=__proto__')).toMatchObject({ retCode: 10001 });
    expect(await raw('/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&limit=-5')).toMatchObject({ retCode: 10001 });
    expect(await raw('/v5/order/create', { method: 'POST', headers: client.headers('{{'), body: '{{' })).toMatchObject({ retCode: 10001 });
    expect(await raw('/v5/order/create', { method: 'POST', headers: client.headers('null'), body: 'null' })).toMatchObject({
      retCode: 10001,
    });
    expect(await raw('/v5/order/create', { method: 'POST', body: 'x'.repeat(300_000) })).toMatchObject({ retCode: 10001 });
    expect(await raw('/v5/order/realtime?category=linear')).toMatchObject({ retCode: 10003 });
    for (const query of ['category=linear&cursor=%25', 'category=linear&cursor=%25E0%25A4%25A'])
      expect(await raw(`/v5/execution/list?${query}`, { headers: client.headers(query) })).toMatchObject({ retCode: 10001 });
    expect(await client.status()).toMatchObject({ unknownPaths: 1 });
    expect((await fetch(`${client.url}/admin/status`)).status).toBe(401);
    const socket = await client.socket('/v5/public/linear');
    for (const frame of [
      '{',
      '[]',
      'null',
      '{"op":"subscribe"}',
      '{"op":"subscribe","args":[1]}',
      '{"op":"dance"}',
      '{"op":"subscribe","args":["orderbook.7.BTCUSDT"]}',
    ])
      socket.send(frame);
    await until(() => socket.frames.length === 7);
    expect(socket.frames.every(({ success }) => success === false)).toBe(true);
    expect(await socket.subscribe('orderbook.1.BTCUSDT')).toBeDefined();
    expect(harness.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

it('a port that is taken is named before anything is written', async () => {
  const { client, file } = await replay(waves(50), SLOW);
  const folder = await harness.folder();
  const start = harness.start({ kind: 'replay', file, speed: 1 }, { folder, port: client.simulator.port });
  await expect(start).rejects.toThrow(`Port ${client.simulator.port} on 127.0.0.1 is in use; stop what listens there`);
  expect(await readdir(folder)).toEqual([]);
});

describe('after a kill', () => {
  /** The folder as a kill would leave it: what was synced, and a torn frame behind it. */
  async function killed(client: Client): Promise<string> {
    const folder = await harness.folder();
    await cp(client.folder, folder, { recursive: true });
    const { sourceId } = await client.status();
    await appendFile(join(folder, sourceId, 'journal.log'), Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 91, 123]));
    return folder;
  }

  it('accounts, orders, executions and positions are as they were answered', async () => {
    const { client, file } = await replay(undefined, 60);
    for (let index = 0; index < 10; index += 1) await client.order({ orderLinkId: `o-${index}`, side: index % 3 ? 'Buy' : 'Sell' });
    await client.order({ orderLinkId: 'resting', orderType: 'Limit', price: '90000' });
    const before = await client.admin<Record<string, unknown>>('GET', 'truth/me');
    const again = await harness.start({ kind: 'replay', file, speed: SLOW }, { folder: await killed(client) });
    const after = await again.admin<Record<string, unknown>>('GET', 'truth/me');
    for (const part of ['orders', 'executions', 'positions', 'balances']) expect(after[part]).toEqual(before[part]);
    expect(harness.log.some(({ message }) => message.includes('torn'))).toBe(true);
    await again.login();
    expect(await again.order({ orderLinkId: 'o-3' })).toMatchObject({ retCode: 110072 });
    expect(await again.post('/v5/order/cancel', { category: 'linear', symbol: 'BTCUSDT', orderLinkId: 'resting' })).toMatchObject({
      retCode: 0,
    });
    const ids = (await again.admin<{ orders: { orderId: string }[] }>('GET', 'truth/me')).orders.map(({ orderId }) => orderId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('the market goes on after the last moment that a client saw', async () => {
    const { client, file } = await replay();
    const socket = await client.socket('/v5/public/linear');
    await socket.subscribe('orderbook.1.BTCUSDT');
    await until(() => socket.frames.length > 60);
    const folder = await killed(client);
    const seen = Math.max(...socket.frames.map(({ ts }) => ts ?? 0));
    const again = await harness.start({ kind: 'replay', file, speed: 600 }, { folder });
    const status = await again.status();
    expect(status.marketTime).toBeGreaterThanOrEqual(seen);
    expect(status.marketTime - seen).toBeLessThan(600 * 3_000);
  });

  it('an order that rested is filled by what the market did meanwhile', async () => {
    // Bars fall by 100 each, so a bid 150 below is reached within two bars.
    const falling = Array.from({ length: 300 }, (_, index) => [
      100_000 - index * 100,
      100_000 - index * 100,
      99_900 - index * 100,
      99_900 - index * 100,
      50,
    ]);
    const { client, file } = await replay(falling, SLOW);
    const price = Number((await client.open('/v5/market/tickers?category=linear&symbol=BTCUSDT')).result.list[0]!['lastPrice']) - 150;
    await client.order({ orderType: 'Limit', price: String(price), orderLinkId: 'low' });
    const again = await harness.start({ kind: 'replay', file, speed: 600 }, { folder: await killed(client) });
    await again.login();
    await until(async () => (await again.get('/v5/execution/list', { category: 'linear' })).result.list.length === 1);
    expect((await again.get('/v5/execution/list', { category: 'linear' })).result.list[0]).toMatchObject({
      execPrice: String(price),
      isMaker: true,
    });
  });

  it('a stop, unlike a kill, skips no market time at all', async () => {
    const { client, file } = await replay();
    const marketTime = async (of: Client): Promise<number> => (await of.status()).marketTime;
    await until(async () => (await marketTime(client)) > FIRST + 205 * MINUTE);
    await client.simulator.stop();
    const stoppedAt = client.simulator.exchange.marketTime;
    const again = await harness.start({ kind: 'replay', file, speed: SLOW }, { folder: client.folder });
    expect((await marketTime(again)) - stoppedAt).toBeLessThan(100);
    expect((await marketTime(again)) - stoppedAt).toBeGreaterThanOrEqual(0);
  });
});

describe('a generated market', () => {
  it('starts thirty days back with at least a thousand bars behind it, and comes out the same again', async () => {
    const now = Date.UTC(2026, 4, 1, 12, 0, 30);
    const start = (): Promise<Client> => harness.start({ kind: 'generated', seed: 3, speed: SLOW }, { wallNow: () => now });
    const [one, other] = [await start(), await start()];
    const status = await one.status();
    expect(Math.abs(status.marketTime - (now - 30 * 86_400_000))).toBeLessThan(MINUTE);
    const path = '/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&limit=1000';
    const [bars, same] = [await one.open(path), await other.open(path)];
    expect(bars.result.list).toHaveLength(1_000);
    expect(same.result.list).toEqual(bars.result.list);
  });

  it('stands at the present when it goes on in real time', async () => {
    const client = await harness.start({ kind: 'generated', seed: 3, speed: 1 });
    await until(async () => (await client.status()).speed === 1);
    await until(async () => Math.abs((await client.status()).marketTime - Date.now()) < 2_000);
    const { list } = (await client.open('/v5/market/kline?category=linear&symbol=BTCUSDT&interval=60&limit=1000')).result;
    expect(list.length).toBeGreaterThanOrEqual(7 * 24);
  });

  it('falls to real time on reaching the present', async () => {
    const minute = Math.floor(Date.now() / MINUTE) * MINUTE;
    const folder = await harness.folder();
    // A market whose thirty days are over but for twenty minutes.
    const { journal } = await Journal.open({ folder: join(folder, 'generated-3'), snapshot: () => [], failed: () => undefined });
    await journal.append([{ k: 'origin', firstStart: minute - (GENERATED_HISTORY + 20) * MINUTE, salt: 1 }]);
    await journal.close();
    const client = await harness.start({ kind: 'generated', seed: 3, speed: 1_200 }, { folder });
    const status = (): ReturnType<Client['status']> => client.status();
    expect((await status()).speed).toBe(1_200);
    await until(async () => (await status()).speed === 1);
    expect((await status()).state).toBe('running');
    await until(async () => Math.abs((await status()).marketTime - Date.now()) < 2_000);
  });
});
