import { csvOf, FIRST, SimulatorHarness, waves, type Answer, type Client } from './testing/with-simulator';

const harness = new SimulatorHarness();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EIGHT_HOURS = 8 * HOUR;
let client: Client;
let generated: Client;

beforeAll(async () => {
  const file = await harness.file(csvOf(waves(2_000)));
  client = await (await harness.start({ kind: 'replay', file, speed: 0.001 })).login();
  generated = await harness.start({ kind: 'generated', seed: 1, speed: 0.001 });
});
afterAll(() => harness.cleanUp());

const market = (path: string, of = client): Promise<Answer> => of.open(`/v5/market/${path}`);
type Row = Record<string, string>;
const rows = ({ result }: Answer): readonly Row[] => result.list;

describe('instruments', () => {
  it('of linear come in pages, by name', async () => {
    const names = rows(await market('instruments-info?category=linear', generated)).map(({ symbol }) => symbol!);
    expect(names.length).toBeGreaterThan(1);
    expect(names).toEqual([...names].sort());
    const paged: string[] = [];
    for (let cursor = '', page: Answer; ; cursor = encodeURIComponent(page.result['nextPageCursor']!)) {
      page = await market(`instruments-info?category=linear&limit=1&cursor=${cursor}`, generated);
      expect(rows(page)).toHaveLength(1);
      paged.push(rows(page)[0]!['symbol']!);
      if (page.result['nextPageCursor'] === '') break;
    }
    expect(paged).toEqual(names);
    const once = await market('instruments-info?category=linear&limit=1&cursor=first%3DAUSDT%26last%3DAUSDT', generated);
    expect(rows(once)[0]!['symbol']).toBe(names[0]);
  });

  it.each([
    ['category=inverse', []],
    ['category=option&baseCoin=BTC', []],
    ['category=linear&status=PreLaunch', []],
    ['category=linear&baseCoin=DOGE', []],
    ['category=linear&symbol=NONEUSDT', []],
    ['category=linear&baseCoin=BTC', ['BTCUSDT']],
    ['category=linear&symbol=BTCUSDT&status=Trading', ['BTCUSDT']],
  ])('with %s are %j', async (query, symbols) => {
    const answer = await market(`instruments-info?${query}`);
    expect([answer.retCode, rows(answer).map(({ symbol }) => symbol)]).toEqual([0, symbols]);
  });

  it('tell the filters that orders are held to', async () => {
    const [it] = rows(await market('instruments-info?category=linear&symbol=BTCUSDT'));
    expect(it).toMatchObject({
      contractType: 'LinearPerpetual',
      settleCoin: 'USDT',
      fundingInterval: 480,
      priceScale: '1',
      isPreListing: false,
      priceFilter: { minPrice: '0.1', maxPrice: '1999999.8', tickSize: '0.1' },
      lotSizeFilter: { minOrderQty: '0.001', qtyStep: '0.001', maxOrderQty: '1190', maxMktOrderQty: '500', minNotionalValue: '5' },
      leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
    });
  });
});

describe('a ticker', () => {
  it('adds a day up', async () => {
    const [ticker] = rows(await market('tickers?category=linear&symbol=BTCUSDT'));
    const day = rows(await market('kline?category=linear&symbol=BTCUSDT&interval=1&limit=1000')) as unknown as string[][];
    const high = Math.max(...day.map(([, , top]) => Number(top)));
    expect(Number(ticker!['highPrice24h'])).toBe(high);
    expect(Number(ticker!['volume24h'])).toBe(day.reduce((sum, bar) => sum + Number(bar[5]), 0));
    expect(ticker!['prevPrice24h']).toBe(day.at(-1)![1]);
    expect(Number(ticker!['openInterest'])).toBeCloseTo(2 * Number(ticker!['singleOpenInterest']), 6);
    expect(Number(ticker!['nextFundingTime']) % EIGHT_HOURS).toBe(0);
  });

  it('is empty for what is not traded, and wrong for a symbol that is not there', async () => {
    expect(rows(await market('tickers?category=option&baseCoin=BTC'))).toEqual([]);
    expect(rows(await market('tickers?category=spot'))).toEqual([]);
    expect((await market('tickers?category=linear&symbol=NONEUSDT')).retCode).toBe(10001);
    expect((await market('tickers')).retCode).toBe(10001);
  });
});

describe('the order book', () => {
  it('is as deep as asked for, best first', async () => {
    const { result } = await market('orderbook?category=linear&symbol=BTCUSDT&limit=500');
    const { b, a } = result as unknown as { b: string[][]; a: string[][] };
    expect(b.length).toBeGreaterThanOrEqual(50);
    expect(Number(b[0]![0])).toBeLessThan(Number(a[0]![0]));
    expect(Number(b[1]![0])).toBeLessThan(Number(b[0]![0]));
    const short = await market('orderbook?category=linear&symbol=BTCUSDT&limit=3');
    expect([(short.result['b'] as unknown as string[][]).length, (short.result['a'] as unknown as string[][]).length]).toEqual([3, 3]);
    expect((await market('orderbook?category=linear&symbol=BTCUSDT&limit=0')).retCode).toBe(10001);
  });
});

describe('candles', () => {
  it('are the newest, newest first, or those after a start', async () => {
    const newest = (await market('kline?symbol=BTCUSDT&interval=5&limit=3')).result.list as unknown as string[][];
    expect(newest.map(([start]) => Number(start) - Number(newest[2]![0]))).toEqual([10 * MINUTE, 5 * MINUTE, 0]);
    const after = (await market(`kline?category=linear&symbol=BTCUSDT&interval=1&start=${FIRST}&limit=2`)).result
      .list as unknown as string[][];
    expect(after.map(([start]) => Number(start))).toEqual([FIRST + MINUTE, FIRST]);
    const between = (await market(`kline?symbol=BTCUSDT&interval=1&start=${FIRST + 1}&end=${FIRST + 3 * MINUTE}&limit=2`)).result.list;
    expect((between as unknown as string[][]).map(([start]) => Number(start))).toEqual([FIRST + 3 * MINUTE, FIRST + 2 * MINUTE]);
  });

  it('of weeks begin on Monday, those of months on the first', async () => {
    const starts = async (interval: string): Promise<number[]> =>
      ((await market(`kline?category=linear&symbol=BTCUSDT&interval=${interval}`)).result.list as unknown as string[][]).map(([start]) =>
        Number(start),
      );
    // 1 June 2025, when this file begins, is a Sunday: its week began six days before.
    expect([await starts('W'), await starts('M'), await starts('D')]).toEqual([[FIRST - 6 * 86_400_000], [FIRST], [FIRST]]);
  });

  it.each(['mark-price-kline', 'index-price-kline', 'premium-index-price-kline'])('of the %s have five columns', async (path) => {
    const answer = await market(`${path}?category=linear&symbol=BTCUSDT&interval=1&limit=4`);
    expect(answer.result).toMatchObject({ category: 'linear', symbol: 'BTCUSDT' });
    const list = answer.result.list as unknown as string[][];
    expect(list.map((bar) => [bar.length, bar.every((cell) => typeof cell === 'string')])).toEqual(Array(4).fill([5, true]));
  });

  it.each([
    'interval=7',
    'interval=__proto__',
    'interval=1&limit=none',
    'interval=1&start=2&end=1',
    'interval=1&start=yesterday',
    'limit=5',
  ])('with %s are refused', async (query) => {
    expect((await market(`kline?category=linear&symbol=BTCUSDT&${query}`)).retCode).toBe(10001);
  });
});

describe('funding', () => {
  it('history has a rate for every eight hours that have passed', async () => {
    const list = rows(await market('funding/history?category=linear&symbol=BTCUSDT', generated));
    const times = list.map(({ fundingRateTimestamp }) => Number(fundingRateTimestamp));
    expect(times.length).toBeGreaterThan(10);
    times.forEach((time, index) => {
      expect(time % EIGHT_HOURS).toBe(0);
      if (index > 0) expect(times[index - 1]! - time).toBe(EIGHT_HOURS);
    });
    const two = await market(`funding/history?category=linear&symbol=BTCUSDT&limit=2&endTime=${times[3]}`, generated);
    expect(rows(two).map(({ fundingRateTimestamp }) => Number(fundingRateTimestamp))).toEqual([times[3], times[4]]);
  });

  it('history asks for an end where it has a start', async () => {
    expect((await market('funding/history?category=linear&symbol=BTCUSDT&startTime=1')).retCode).toBe(10001);
  });
});

describe('open interest', () => {
  it('comes in pages that follow one another', async () => {
    const path = 'open-interest?category=linear&symbol=BTCUSDT&intervalTime=1h&limit=3';
    const first = await market(path, generated);
    const cursor = first.result['nextPageCursor']!;
    const times = [...rows(first), ...rows(await market(`${path}&cursor=${cursor}`, generated))].map(({ timestamp }) => Number(timestamp));
    expect(times).toEqual(times.map((_, index) => times[0]! - index * HOUR));
    expect(times).toHaveLength(6);
    const twice = await market(`${path}&cursor=${encodeURIComponent(cursor)}`, generated);
    expect(Number(rows(twice)[0]!['timestamp'])).toBe(times[3]);
    expect((await market(`${path}&cursor=tomorrow`, generated)).retCode).toBe(10001);
  });
});

describe('risk limits', () => {
  it('are tiers of rising value and falling leverage, with what the tier deducts', async () => {
    const list = rows(await market('risk-limit?category=linear&symbol=BTCUSDT'));
    expect(list[0]).toEqual({
      id: 1,
      symbol: 'BTCUSDT',
      riskLimitValue: '2000000',
      maintenanceMargin: '0.005',
      initialMargin: '0.01',
      isLowestRisk: 1,
      maxLeverage: '100',
      mmDeduction: '',
    });
    // The second tier's margin is 0.0056, so 2,000,000 × 0.0006 is taken off again.
    expect(list[1]).toMatchObject({ id: 2, riskLimitValue: '2600000', maintenanceMargin: '0.0056', isLowestRisk: 0, mmDeduction: '1200' });
    const values = list.map(({ riskLimitValue }) => Number(riskLimitValue));
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });
});

it('what else is public is answered', async () => {
  const last = Number(rows(await market('tickers?category=linear&symbol=BTCUSDT'))[0]!['lastPrice']);
  const limit = (await market('price-limit?symbol=BTCUSDT')).result as unknown as Row;
  expect([Number(limit['buyLmt']) > last, Number(limit['sellLmt']) < last, limit['symbol']]).toEqual([true, true, 'BTCUSDT']);
  expect(rows(await market('insurance?coin=USDT'))[0]).toMatchObject({ coin: 'USDT', symbols: 'BTCUSDT' });
  expect(rows(await market('account-ratio?category=linear&symbol=BTCUSDT&period=1h&limit=1'))).toHaveLength(1);
  expect((await client.open('/v5/announcements/index?locale=en-US')).retCode).toBe(0);
  const coins = (await client.get('/v5/asset/coin/query-info', { coin: 'BTC' })).result['rows'] as unknown as { coin: string }[];
  expect(coins.map(({ coin }) => coin)).toEqual(['BTC']);
});
