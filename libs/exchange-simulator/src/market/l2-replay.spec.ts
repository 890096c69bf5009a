import { cp } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { defined } from '@libs/kernel';
import { openSource } from '../source/open-source';
import { SimulatorHarness, type Client } from '../testing/with-simulator';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

/** 2024-08-08 23:54:00 UTC. */
const START = 1_723_161_240_000;
const FUNDED = 1_723_161_600_000;

type Level = readonly [price: string, size: string];

const at = (seconds: number): number => START + seconds * 1_000;
const line = (seconds: number, value: object): string => `${at(seconds) - 1_270}000000 ${JSON.stringify(value)}`;
const delta = (seconds: number, [pu, U, u]: readonly [number, number, number], b: readonly Level[], a: readonly Level[]): string =>
  line(seconds, { stream: 'btcusdt@depth@0ms', data: { e: 'depthUpdate', E: at(seconds), s: 'BTCUSDT', U, u, pu, b, a } });
const trade = (seconds: number, p: string, q: string, m: boolean): string =>
  line(seconds, { stream: 'btcusdt@trade', data: { e: 'trade', E: at(seconds), T: at(seconds), s: 'BTCUSDT', p, q, m } });
const snapshot = (seconds: number, last: number, bids: readonly Level[], asks: readonly Level[]): string =>
  line(seconds, { lastUpdateId: last, E: at(seconds), bids, asks });

/** From a snapshot at 1 s on: 10 bid at 60,000 and 8 offered at 60,000.1; sales of 4 and 9 at 60,000. */
const SALES = [
  delta(0, [8, 9, 10], [['59999.90', '3.000']], []),
  snapshot(1, 10, [['60000.00', '10.000']], [['60000.10', '8.000']]),
  trade(10, '60000.00', '4.000', true),
  delta(11, [10, 11, 12], [['60000.00', '6.000']], []),
  trade(20, '60000.00', '9.000', true),
  delta(
    21,
    [12, 13, 14],
    [
      ['60000.00', '0.000'],
      ['59999.90', '2.000'],
    ],
    [['60000.00', '5.000']],
  ),
  trade(70, '60000.00', '0.500', false),
];

async function fileOf(lines: readonly string[], name = 'usdm_btcusdt.gz'): Promise<string> {
  const path = join(await harness.folder(), name);
  await writeFile(path, gzipSync(`${lines.join('\n')}\n`));
  return path;
}

async function start(file: string, more: object = {}, folder?: string): Promise<Client> {
  const source = { kind: 'l2', file, speed: 1, stepped: true, ...more } as const;
  return (await harness.start(source, folder === undefined ? {} : { folder })).login('me', { USDT: '10000000' });
}

const to = (client: Client, seconds: number): Promise<object> => client.admin('POST', 'clock/step', { to: at(seconds) });

async function book(client: Client): Promise<{ b: Level[]; a: Level[] }> {
  const { b, a } = (await client.open('/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=50')).result as unknown as {
    b: Level[];
    a: Level[];
  };
  return { b, a };
}

async function filled(client: Client): Promise<readonly string[]> {
  const { result } = await client.get('/v5/execution/list', { category: 'linear' });
  return result.list.map(({ execQty, execPrice }) => `${execQty} at ${execPrice}`).reverse();
}

describe('a replay of recorded stream messages', () => {
  it("shows Bybit's shape of the recorded book, from the first snapshot on", async () => {
    const client = await start(await fileOf(SALES));
    expect(await client.status()).toMatchObject({ state: 'waiting', marketTime: at(0) });
    expect((await client.status()).reason).toBe(
      'Waiting for the next snapshot of BTC/USDT:USDT: the recording has not shown the whole book yet.',
    );
    expect(await client.order({ qty: '1' })).toMatchObject({ retCode: 110074 });
    await to(client, 2);
    expect(await client.status()).toMatchObject({ state: 'running', reason: '' });
    expect(await book(client)).toEqual({
      b: [
        ['60000', '10'],
        ['59999.9', '3'],
      ],
      a: [['60000.1', '8']],
    });
  });

  it('lets trades eat the queue before a resting order, then the order', async () => {
    const client = await start(await fileOf(SALES));
    await to(client, 2);
    await client.order({ orderType: 'Limit', price: '60000', qty: '5' });
    await to(client, 15);
    // 4 of the 10 before the order are gone.
    expect(await filled(client)).toEqual([]);
    expect((await book(client)).b[0]).toEqual(['60000', '11']);
    await to(client, 20);
    // 9 are sold: the 6 before the order, and 3 of it.
    expect(await filled(client)).toEqual(['3 at 60000']);
    await to(client, 21);
    // The recorded market has gone through the price.
    expect(await filled(client)).toEqual(['3 at 60000', '2 at 60000']);
  });

  it('makes candles and public trades of the recorded ones', async () => {
    const client = await start(await fileOf(SALES));
    await to(client, 65);
    const kline = (await client.open('/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1')).result.list as unknown as string[][];
    expect(kline.map((row) => row.slice(0, 6))).toEqual([
      [String(at(60)), '60000', '60000', '60000', '60000', '0'],
      [String(at(0)), '60000', '60000', '60000', '60000', '13'],
    ]);
    const trades = (await client.open('/v5/market/recent-trade?category=linear&symbol=BTCUSDT')).result.list;
    expect(trades.map(({ side, size, time }) => `${side} ${size} ${Number(time) - START}`)).toEqual(['Sell 9 20000', 'Sell 4 10000']);
  });

  it('halts at the end, or begins again a second later', async () => {
    const once = await start(await fileOf(SALES));
    await to(once, 100);
    expect((await once.status()).reason).toMatch(/^The replay of usdm_btcusdt\.gz ended at 2024-08-08T23:55:10\.000Z; orders are refused/);
    const again = await start(await fileOf(SALES), { loop: true });
    await to(again, 71 + 22);
    expect(await again.status()).toMatchObject({ state: 'running', marketTime: at(93) });
    expect(await book(again)).toEqual({
      b: [['59999.9', '2']],
      a: [
        ['60000', '5'],
        ['60000.1', '8'],
      ],
    });
    const last = (await again.open('/v5/market/recent-trade?category=linear&symbol=BTCUSDT&limit=1')).result.list[0]!;
    expect(Number(last['time'])).toBe(at(71 + 20));
  });

  it('clears the book at a gap and refuses orders until the next snapshot', async () => {
    const lines = [
      ...SALES.slice(0, 4),
      delta(30, [20, 21, 22], [['59000.00', '1.000']], []),
      snapshot(40, 30, [['59990.00', '1.000']], [['59990.10', '2.000']]),
      trade(50, '59990.10', '1.000', false),
    ];
    const client = await start(await fileOf(lines));
    await to(client, 31);
    expect(await client.status()).toMatchObject({
      state: 'waiting',
      reason: 'Waiting for the next snapshot of BTC/USDT:USDT: a gap in the recorded book: 20 was expected to be 12.',
    });
    expect(await book(client)).toEqual({ b: [], a: [] });
    expect(await client.order({ qty: '1' })).toMatchObject({ retCode: 110074 });
    await to(client, 41);
    expect(await book(client)).toEqual({ b: [['59990', '1']], a: [['59990.1', '2']] });
    expect(await client.order({ qty: '1' })).toMatchObject({ retCode: 0 });
    expect(await filled(client)).toEqual(['1 at 59990.1']);
  });

  it('goes on after a kill where it stood, and fills what was reached meanwhile', async () => {
    const file = await fileOf(SALES);
    const client = await start(file);
    await to(client, 15);
    await client.order({ orderType: 'Limit', price: '60000', qty: '5' });
    const folder = await harness.folder();
    await cp(client.folder, folder, { recursive: true });
    const again = await start(file, {}, folder);
    expect(await again.status()).toMatchObject({ marketTime: at(15), state: 'running' });
    expect((await book(again)).b).toEqual([
      ['60000', '11'],
      ['59999.9', '3'],
    ]);
    await to(again, 22);
    expect((await filled(again)).map((fill) => fill.split(' at ')[1])).toEqual(expect.arrayContaining(['60000']));
    const { result } = await again.get('/v5/execution/list', { category: 'linear' });
    expect(result.list.reduce((sum, { execQty }) => sum + Number(execQty), 0)).toBe(5);
  });

  it('finds its place again after many rounds', async () => {
    const file = await fileOf(SALES);
    const client = await start(file, { loop: true });
    await to(client, 71 * 40 + 22);
    const folder = await harness.folder();
    await cp(client.folder, folder, { recursive: true });
    const again = await start(file, { loop: true }, folder);
    expect((await again.status()).marketTime).toBe(at(71 * 40 + 22));
    expect(await book(again)).toEqual(await book(client));
  });

  it('tells marks and funding like any other market', async () => {
    const client = await start(await fileOf(SALES));
    await to(client, 15);
    const ticker = (await client.open('/v5/market/tickers?category=linear&symbol=BTCUSDT')).result.list[0]!;
    expect(ticker).toMatchObject({ markPrice: '60000', indexPrice: '60000', fundingRate: '0.0001', nextFundingTime: String(FUNDED) });
    expect(Number(ticker['openInterest'])).toBeGreaterThan(0);
  });
});

describe('a file that is no recording', () => {
  const problem = (lines: readonly string[], symbol?: string): Promise<unknown> =>
    fileOf(lines).then((file) => openSource({ kind: 'l2', file, speed: 1, ...defined({ symbol }) }));

  it.each([
    ['candles', ['timestamp_ms,open'], /^usdm_btcusdt\.gz line 1 is not a local time in nanoseconds and a JSON message; give a file/],
    ['no snapshot', SALES.slice(2), /^usdm_btcusdt\.gz shows no whole book in its first 5 lines; record a depth snapshot along/],
  ])('%s is refused in one sentence', async (_name, lines, message) => {
    await expect(problem(lines)).rejects.toThrow(message);
  });

  it('is refused under the symbol of another market', async () => {
    await expect(problem(SALES, 'BTC/USDT')).rejects.toThrow(/^usdm_btcusdt\.gz holds the linear market BTCUSDT; give --symbol like/);
    expect(await problem(SALES, 'BTC/USDT:USDT')).toMatchObject({ kind: 'played' });
  });

  it('is refused when it is not there or not whole', async () => {
    await expect(openSource({ kind: 'l2', file: '/nowhere/at_all.gz', speed: 1 })).rejects.toThrow(/does not exist; give the path/);
    const torn = join(await harness.folder(), 'torn.gz');
    await writeFile(torn, gzipSync(SALES.join('\n')).subarray(0, 60));
    await expect(openSource({ kind: 'l2', file: torn, speed: 1 })).rejects.toThrow(/is not whole gzip data/);
  });
});
