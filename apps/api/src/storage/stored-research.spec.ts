import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HistoryStore } from '@libs/market-data';
import type { BacktestSpec } from '@libs/research';
import { StoredResearchData } from './stored-research';

describe('what is missing for a backtest', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-stored-research-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is candles where it is played on candles, and not where it is played on what is finer', async () => {
    const data = new StoredResearchData(new HistoryStore(folder, 'a test'), { list: async () => [] });
    const spec = { venue: 'bybit', detail: null } as BacktestSpec;
    const watches = [{ symbol: 'BTC/USDT:USDT', interval: '5m' }];
    expect(await data.missing(spec, [...watches, ...watches])).toMatch(/ from which 5m bars can be built; /);
    expect(await data.missing(spec, watches)).toMatch(/^No candles of bybit BTC\/USDT:USDT are stored from which 5m bars can be built; /);
    expect(await data.missing({ ...spec, data: 'trades' }, watches)).toBeNull();
  });
});
