import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Decimal, decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { findDataFiles } from './data-files';
import { HistoryStore } from './history-store';
import { UnreadableDataFile } from './parquet-file';
import { TooManyDigits } from './scaled';
import { seriesFolder } from './series';
import type { CandleSeries, FundingSeries, PublicTrade, TradeSeries } from './series';

const DAY = 86_400_000;
const JUNE = Date.UTC(2025, 5, 1);
const ALWAYS = { from: -Infinity, to: Infinity };
const source = { how: 'import', from: 'a test' } as const;
const daily: CandleSeries = { venue: 'bybit', symbol: 'BTC/USDT', category: 'spot', kind: 'candles', interval: '1d' };
const trades: TradeSeries = { venue: 'bybit', symbol: 'BTC/USDT', category: 'spot', kind: 'trades' };

function candle(day: number, close = '100'): Bar {
  return {
    start: JUNE + day * DAY,
    open: decimal('100'),
    high: decimal('120.5'),
    low: decimal('90'),
    close: decimal(close),
    volume: decimal('3.25'),
  };
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

describe('HistoryStore', () => {
  let folder: string;
  let store: HistoryStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-history-'));
    store = new HistoryStore(folder, 'test');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives every decimal of up to 18 digits back exactly', async () => {
    const number = fc.record({ units: fc.bigInt({ min: 1n - 10n ** 9n, max: 10n ** 9n - 1n }), scale: fc.integer({ min: 0, max: 9 }) });
    const exact = number.map(({ units, scale }) => Decimal.fromUnits(units, scale));
    const bar = fc.record({
      start: fc.integer({ min: 0, max: 27 }).map((day) => JUNE + day * DAY),
      open: exact,
      high: exact,
      low: exact,
      close: exact,
      volume: exact,
    });
    const bars = fc.uniqueArray(bar, { selector: ({ start }) => start, minLength: 1 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(bars, async (given) => {
        const own = new HistoryStore(join(folder, String((run += 1))), 'test');
        await own.addCandles(daily, given, { source });
        expect(await all(own.candles(daily, ALWAYS))).toEqual(given.toSorted((a, b) => a.start - b.start));
      }),
      { numRuns: 30 },
    );
  });

  it('takes a series away, and nothing beside it', async () => {
    const hourly: CandleSeries = { ...daily, interval: '1h' };
    await store.addCandles(daily, [candle(0), candle(40)], { source });
    await store.addCandles(hourly, [candle(0)], { source });
    const files = await findDataFiles(join(folder, seriesFolder(daily)));
    expect(await store.remove(daily)).toBe(files.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(await all(store.candles(daily, ALWAYS))).toEqual([]);
    expect(await all(store.candles(hourly, ALWAYS))).toHaveLength(1);
    expect(await store.remove(daily)).toBe(0);
  });

  it('keeps a number that no float can hold', async () => {
    await store.addCandles(daily, [{ ...candle(0), volume: decimal('123456789012345.678') }], { source });
    const [bar] = await all(store.candles(daily, ALWAYS));
    expect(bar?.volume.toString()).toBe('123456789012345.678');
  });

  it('refuses what needs more digits than a file holds, and writes nothing', async () => {
    const tooLong = { ...candle(0), volume: decimal('1234567890123456.789') };
    await expect(store.addCandles(daily, [tooLong], { source })).rejects.toThrow(TooManyDigits);
    expect(await all(store.candles(daily, ALWAYS))).toEqual([]);
  });

  it('joins overlapping ranges in any order to the same rows', async () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 20 }));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 4 }), async (ranges) => {
        const own = new HistoryStore(join(folder, String((run += 1))), 'test');
        const days = new Set<number>();
        for (const [first, length] of ranges) {
          const given = Array.from({ length }, (_, index) => first + index);
          const fresh = given.filter((day) => !days.has(day)).length;
          const report = await own.addCandles(
            daily,
            given.map((day) => candle(day)),
            { source },
          );
          expect(report).toMatchObject({ added: fresh, known: length - fresh, conflicts: 0 });
          for (const day of given) days.add(day);
        }
        const starts = (await all(own.candles(daily, ALWAYS))).map(({ start }) => start);
        expect(starts).toEqual([...days].sort((a, b) => a - b).map((day) => JUNE + day * DAY));
      }),
      { numRuns: 20 },
    );
  });

  it('keeps the stored candle and names both where they differ, until told to replace it', async () => {
    await store.addCandles(daily, [candle(0, '100')], { source });
    const report = await store.addCandles(daily, [candle(0, '101'), candle(1)], { source });
    expect(report).toMatchObject({ added: 1, conflicts: 1, named: [{ stored: candle(0, '100'), given: candle(0, '101') }] });
    expect((await all(store.candles(daily, ALWAYS)))[0]).toEqual(candle(0, '100'));
    expect(await store.addCandles(daily, [candle(0, '101')], { source, replace: true })).toMatchObject({ replaced: 1, conflicts: 0 });
    expect((await all(store.candles(daily, ALWAYS)))[0]).toEqual(candle(0, '101'));
  });

  it('keeps a settlement of funding by its minute, and says where it came from', async () => {
    const funding: FundingSeries = { venue: 'bybit', symbol: 'BTC/USDT:USDT', category: 'linear', kind: 'funding' };
    const settled = (at: number, rate: string) => ({ at, rate: decimal(rate) });
    await store.addFunding(funding, [settled(JUNE, '0.0001'), settled(JUNE + 40 * DAY, '-0.00000906')], { source });
    const download = { how: 'download', from: 'https://venue' } as const;
    const again = await store.addFunding(funding, [settled(JUNE + 7, '0.0001'), settled(JUNE + DAY - 2, '0.0002')], { source: download });
    expect(again).toMatchObject({ added: 1, known: 1, conflicts: 0 });
    expect(await all(store.funding(funding, { from: JUNE + 1, to: Infinity }))).toEqual([
      ...[settled(JUNE + DAY, '0.0002'), settled(JUNE + 40 * DAY, '-0.00000906')],
    ]);
    expect(await store.sources(funding, ALWAYS)).toEqual([source, download]);
    expect(await store.sources(funding, { from: JUNE + 35 * DAY, to: Infinity })).toEqual([source]);
    expect(await store.lastTime(funding)).toBe(JUNE + 40 * DAY);
  });

  it.each(['BTC/USDT', 'BTC/USDT:USDT-251226'])('keeps no funding of %s, which pays none', async (symbol) => {
    const series = { venue: 'bybit', symbol, category: symbol.includes(':') ? 'linear' : 'spot', kind: 'funding' } as const;
    await expect(store.addFunding(series, [], { source })).rejects.toThrow(`${symbol} pays no funding; perpetual contracts do`);
  });

  it('gives only what starts in the span, from every month that it touches', async () => {
    await store.addCandles(daily, [candle(28), candle(29), candle(30), candle(31)], { source });
    const span = { from: candle(29).start, to: candle(31).start };
    expect(await all(store.candles(daily, span))).toEqual([candle(29), candle(30)]);
    const chunks = await all(store.candleColumns(daily, span));
    expect(chunks.map(({ start, high }) => [[...start], [...high.units], high.scale])).toEqual([
      [[candle(29).start], [1205n], 1],
      [[candle(30).start], [1205n], 1],
    ]);
  });

  it('knows the first candle that is missing and the last that is there', async () => {
    await store.addCandles(daily, [candle(0), candle(1), candle(3)], { source });
    expect(await store.firstMissing(daily, JUNE)).toBe(candle(2).start);
    expect(await store.firstMissing(daily, candle(3).start)).toBe(candle(4).start);
    expect(await store.lastTime(daily)).toBe(candle(3).start);
    expect(await store.lastTime(trades)).toBeNull();
  });

  it('knows the markets of which there are candles', async () => {
    const ccxt = { ...daily, venue: 'ccxt:kraken', symbol: 'ETH/USDT:USDT', category: 'linear' } as const;
    await store.addCandles(daily, [candle(0)], { source });
    await store.addCandles({ ...daily, interval: '1m' }, [candle(0)], { source });
    await store.addCandles(ccxt, [candle(0)], { source });
    await store.addTrades({ ...trades, symbol: 'SOL/USDT', category: 'spot' }, [], { source });
    await mkdir(join(folder, 'recordings/BTC_USDT/candles'), { recursive: true });
    const markets = await store.candleMarkets();
    expect(markets.map(({ venue, symbol, category }) => [venue, symbol, category]).sort()).toEqual([
      ['bybit', daily.symbol, daily.category],
      ['ccxt:kraken', 'ETH/USDT:USDT', 'linear'],
    ]);
  });

  it('keeps what came before its source failed', async () => {
    async function* failing(): AsyncGenerator<Bar> {
      yield candle(0);
      throw new Error('the venue is gone');
    }
    await expect(store.addCandles(daily, failing(), { source })).rejects.toThrow('the venue is gone');
    expect(await all(store.candles(daily, ALWAYS))).toEqual([candle(0)]);
  });

  it('sorts trades of one millisecond by their id and tells a changed one', async () => {
    const trade = (id: string, price: string): PublicTrade => ({
      id,
      at: JUNE,
      side: 'BUY',
      price: decimal(price),
      quantity: decimal('0.5'),
    });
    await store.addTrades(trades, [trade('10', '7'), trade('9', '8')], { source });
    expect((await all(store.trades(trades, ALWAYS))).map(({ id }) => id)).toEqual(['9', '10']);
    expect(await store.addTrades(trades, [trade('9', '8.5')], { source })).toMatchObject({ added: 0, conflicts: 1 });
  });

  it('removes what a killed writer left, and names a file that is torn', async () => {
    await store.addCandles(daily, [candle(0)], { source });
    const place = join(folder, 'bybit/BTC_USDT/candles/1d');
    await writeFile(join(place, '2025-06.parquet.1.tmp'), 'half');
    await store.addCandles(daily, [candle(1)], { source });
    expect(await readdir(place)).toEqual(['2025-06.parquet']);
    await writeFile(join(place, '2025-06.parquet'), 'PAR1 torn');
    await expect(all(store.candles(daily, ALWAYS))).rejects.toThrow(UnreadableDataFile);
  });
});
