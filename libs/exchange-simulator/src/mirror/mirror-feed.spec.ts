import { SimulatorHarness, until, type Client } from '../testing/with-simulator';
import type { Answer } from '../testing/with-simulator';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

const SOURCE = { kind: 'mirror', exchange: 'bybit' } as const;

/** A simulator that mirrors another one, which stands for the real exchange. */
async function mirrored(speed = 1): Promise<{ real: Client; mirror: Client }> {
  const real = await harness.start({ kind: 'generated', seed: 5, speed });
  const mirror = await harness.start(SOURCE, { mirror: { restUrl: real.url, webSocketUrl: real.url.replace('http', 'ws') } });
  await until(async () => (await mirror.status()).state === 'running');
  return { real, mirror: await mirror.login() };
}

const last = (answer: Answer): string => answer.result.list[0]!['lastPrice']!;

describe('a mirror', () => {
  it('shows the candles and the book of the exchange it mirrors', async () => {
    const { real, mirror } = await mirrored();
    const kline = '/v5/market/kline?category=linear&symbol=ETHUSDT&interval=1&limit=900';
    const [theirs, ours] = [await real.open(kline), await mirror.open(kline)];
    const closed = (answer: Answer): Map<string, string[]> =>
      new Map(answer.result.list.slice(1).map((row) => [row[0]!, (row as unknown as string[]).slice(0, 6)]));
    expect(closed(ours).size).toBe(899);
    for (const [start, row] of closed(ours)) if (closed(theirs).has(start)) expect(row).toEqual(closed(theirs).get(start));
    const socket = await mirror.socket('/v5/public/linear');
    await socket.subscribe('orderbook.50.BTCUSDT', 'kline.1.BTCUSDT');
    await until(
      () => socket.ofTopic('orderbook.50.BTCUSDT').some(({ type }) => type === 'delta') && socket.ofTopic('kline.1.BTCUSDT').length > 0,
    );
  });

  it('goes on with each closed candle', async () => {
    const { mirror } = await mirrored(600);
    const newest = async (): Promise<number> =>
      Number((await mirror.open('/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&limit=3')).result.list[1]![0]);
    const before = await newest();
    await until(async () => (await newest()) >= before + 10 * 60_000);
  });

  it('fills orders on that book, and stamps them with the time of that exchange', async () => {
    const { real, mirror } = await mirrored();
    const price = Number(last(await real.open('/v5/market/tickers?category=linear&symbol=BTCUSDT')));
    expect(await mirror.order({ qty: '0.05' })).toMatchObject({ retCode: 0 });
    const [execution] = (await mirror.get('/v5/execution/list', { category: 'linear' })).result.list;
    expect(Math.abs(Number(execution!['execPrice']) / price - 1)).toBeLessThan(0.02);
    expect(Math.abs(Number(execution!['execTime']) - (await real.status()).marketTime)).toBeLessThan(600_000);
  });

  it('tells the marks, the funding and the open interest of that exchange', async () => {
    const { real, mirror } = await mirrored(1);
    const ticker = async (of: Client): Promise<Record<string, string>> =>
      (await of.open('/v5/market/tickers?category=linear&symbol=BTCUSDT')).result.list[0]!;
    await until(async () => (await ticker(mirror))['fundingRate'] === (await ticker(real))['fundingRate']);
    const [theirs, ours] = [await ticker(real), await ticker(mirror)];
    for (const name of ['fundingRate', 'nextFundingTime']) expect(ours[name]).toBe(theirs[name]);
    for (const name of ['markPrice', 'indexPrice', 'openInterest'])
      expect(Math.abs(Number(ours[name]) / Number(theirs[name]) - 1)).toBeLessThan(0.01);
    const history = '/v5/market/funding/history?category=linear&symbol=BTCUSDT&limit=5';
    expect((await mirror.open(history)).result.list).toEqual((await real.open(history)).result.list);
  });

  it('says what it waits for, refuses orders meanwhile, and comes back by itself', async () => {
    const { real, mirror } = await mirrored();
    const { port } = real.simulator;
    await real.simulator.stop();
    await until(async () => (await mirror.status()).state === 'waiting');
    expect((await mirror.status()).reason).toMatch(/^Waiting for ws:\/\/127\.0\.0\.1:\d+: .*; the next try comes in \d+ s\.$/);
    expect(await mirror.order({})).toMatchObject({ retCode: 110074 });
    await harness.start({ kind: 'generated', seed: 5, speed: 60 }, { folder: real.folder, port });
    await until(async () => (await mirror.status()).state === 'running');
    expect(await mirror.order({})).toMatchObject({ retCode: 0 });
  });

  it('serves and waits when the exchange cannot be reached at all', async () => {
    const mirror = await harness.start(SOURCE, { mirror: { restUrl: 'http://127.0.0.1:9', webSocketUrl: 'ws://127.0.0.1:9' } });
    await until(async () => (await mirror.status()).reason.includes('ECONNREFUSED'));
    expect((await mirror.open('/v5/market/instruments-info?category=linear')).result.list).toHaveLength(2);
    expect((await mirror.open('/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1')).result.list).toEqual([]);
    expect((await mirror.open('/v5/market/tickers?category=linear')).retCode).toBe(0);
    expect(harness.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
