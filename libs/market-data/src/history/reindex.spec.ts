import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { createDataSource, DataFileStore, migrate } from '@libs/persistence';
import { withPostgres } from '@libs/testkit';
import { HistoryStore } from './history-store';
import { reindex } from './reindex';
import { planRetention } from './retention';
import type { IndexedFile } from './reindex';
import type { CandleSeries } from './series';

const DAY = 86_400_000;
const JUNE = Date.UTC(2025, 5, 1);
const series: CandleSeries = { venue: 'bybit', symbol: 'BTC/USDT', category: 'spot', kind: 'candles', interval: '1d' };

describe('the index of market history', () => {
  const database = withPostgres(migrate);
  let dataSource: DataSource;
  let folder: string;

  beforeEach(async () => {
    dataSource = await createDataSource(database.url, 1);
    await dataSource.query('DELETE FROM data_files');
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-history-'));
  });

  afterEach(async () => {
    await dataSource.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  function bars(...days: readonly number[]): Bar[] {
    const price = decimal('100');
    return days.map((day) => ({ start: JUNE + day * DAY, open: price, high: price, low: price, close: price, volume: price }));
  }

  it('follows files that come, change and go', async () => {
    const [store, index] = [new HistoryStore(folder, 'test'), new DataFileStore(dataSource)];
    const source = { how: 'import', from: 'a.csv' } as const;
    await store.addCandles(series, bars(0, 1, 3, 40), { source });
    expect(await reindex(folder, index)).toEqual({ read: 2, removed: 0, unreadable: [] });
    expect(await index.list()).toMatchObject([
      { path: 'bybit/BTC_USDT/candles/1d/2025-06.parquet', kind: 'candles', interval: '1d', rowCount: 3, gaps: 1, sources: [source] },
      { path: 'bybit/BTC_USDT/candles/1d/2025-07.parquet', rowCount: 1, gaps: 0, firstAt: new Date(JUNE + 40 * DAY) },
    ]);
    expect(await reindex(folder, index)).toMatchObject({ read: 0 });
    await store.addCandles(series, bars(2), { source });
    expect(await reindex(folder, index)).toMatchObject({ read: 1 });
    expect((await index.list())[0]).toMatchObject({ rowCount: 4, gaps: 0 });
    await rm(join(folder, 'bybit/BTC_USDT/candles/1d/2025-07.parquet'));
    expect(await reindex(folder, index)).toEqual({ read: 0, removed: 1, unreadable: [] });
    await dataSource.query('DELETE FROM data_files');
    expect(await reindex(folder, index)).toMatchObject({ read: 1 });
  });
});

describe('planRetention', () => {
  const file = (path: string, kind: IndexedFile['kind'], day: number, how = 'record'): IndexedFile => ({
    path,
    kind,
    venue: 'bybit',
    symbol: 'BTC/USDT',
    category: 'spot',
    interval: null,
    rowCount: 1,
    gaps: 0,
    sha256: '',
    modifiedAt: 0,
    bytes: 100,
    firstAt: new Date(JUNE + day * DAY),
    lastAt: new Date(JUNE + day * DAY),
    sources: [{ how, from: 'x' }],
  });
  const files = [
    file('bybit/recordings/new/00001.frames', 'recording', 9),
    file('bybit/recordings/old/00001.frames', 'recording', 1),
    file('bybit/recordings/old/00002.frames', 'recording', 2),
    file('bybit/downloaded.parquet', 'candles', 0, 'download'),
    file('bybit/imported.parquet', 'candles', 0, 'import'),
  ];
  const names = (rule: Parameters<typeof planRetention>[1]): string[] =>
    planRetention(files, rule).drop.map(({ path }) => path.replace('bybit/', ''));

  it('drops whole recordings, the oldest first, and only as many as the budget needs', () => {
    expect(names({ budget: 350, recordingsOlderThan: null, alsoCandles: 'never' })).toEqual([
      'recordings/old/00001.frames',
      'recordings/old/00002.frames',
    ]);
  });

  it('drops recordings by their age, whatever the room', () => {
    expect(names({ budget: null, recordingsOlderThan: new Date(JUNE + 5 * DAY), alsoCandles: 'never' })).toHaveLength(2);
  });

  it('never touches candles unasked, and says how much is over', () => {
    expect(planRetention(files, { budget: 50, recordingsOlderThan: null, alsoCandles: 'never' })).toMatchObject({
      bytesAfter: 200,
      over: 150,
    });
  });

  it('takes downloaded candles after the recordings, and imported ones last and only when asked', () => {
    expect(names({ budget: 0, recordingsOlderThan: null, alsoCandles: 'downloaded' }).at(-1)).toBe('downloaded.parquet');
    expect(names({ budget: 0, recordingsOlderThan: null, alsoCandles: 'imported' }).at(-1)).toBe('imported.parquet');
  });
});
