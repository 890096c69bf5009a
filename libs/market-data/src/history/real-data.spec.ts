import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bar } from '@libs/kernel';
import { candleFormat, sumOfBars } from './candle-format';
import { HistoryStore } from './history-store';
import { readCandleCsv } from './import/candle-csv';
import { readFundingCsv } from './import/funding-csv';
import { readFreqtradeTrades } from './import/freqtrade-json';
import type { CandleSeries, FundingSeries, TradeSeries } from './series';
import { verifyCandles } from './verify-candles';
import { verifyFunding } from './verify-funding';
import { verifyTrades } from './verify-trades';

const DATA = join(import.meta.dirname, '../../../../../shared/data');
const suite = existsSync(DATA) ? describe : describe.skip;
const ALWAYS = { from: -Infinity, to: Infinity };
const FIVE_MINUTES = 300_000;

suite(`real data (skipped without ${DATA})`, () => {
  let folder: string;
  let store: HistoryStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-history-'));
    store = new HistoryStore(folder, 'test');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  function series(symbol: string, interval: CandleSeries['interval']): CandleSeries {
    return { venue: 'bybit', symbol, category: symbol.includes(':') ? 'linear' : 'spot', kind: 'candles', interval };
  }

  async function importCsv(name: string, to: CandleSeries): Promise<void> {
    const file = join(DATA, 'bybit-klines', name);
    await store.addCandles(to, readCandleCsv(file), { source: { how: 'import', from: name } });
  }

  it('keeps the spot candles of BTC whole and finds nothing wrong with them', async () => {
    const spot = series('BTC/USDT', '5m');
    await importCsv('BTC_USDT-5m.csv.gz', spot);
    expect(await verifyCandles(store.candles(spot, ALWAYS), '5m')).toEqual({ rows: 34_745, missing: 0, count: 0, findings: [] });
  });

  it('keeps the funding of BTC whole and finds nothing wrong with it', async () => {
    const funding: FundingSeries = { venue: 'bybit', symbol: 'BTC/USDT:USDT', category: 'linear', kind: 'funding' };
    const file = join(DATA, 'bybit-klines/BTC_USDT_USDT-8h-funding_rate.csv.gz');
    await store.addFunding(funding, readFundingCsv(file), { source: { how: 'import', from: 'a test' } });
    expect(await verifyFunding(store.funding(funding, ALWAYS))).toEqual({ rows: 361, missing: 0, count: 0, findings: [] });
  });

  it('sums minutes of one file to the five minutes of another, read back from the store', async () => {
    const [minutes, fives] = [series('BTC/USDT:USDT', '1m'), series('BTC/USDT:USDT', '5m')];
    await importCsv('1m/BTCUSDT_linear_1m.csv.gz', minutes);
    await importCsv('BTC_USDT_USDT-5m-futures.csv.gz', fives);
    const groups = new Map<number, Bar[]>();
    for await (const bar of store.candles(minutes, ALWAYS)) {
      const start = bar.start - (bar.start % FIVE_MINUTES);
      groups.set(start, [...(groups.get(start) ?? []), bar]);
    }
    let equal = 0;
    for await (const bar of store.candles(fives, ALWAYS)) {
      const group = groups.get(bar.start);
      if (group?.length === 5 && candleFormat.isSame(sumOfBars(group), bar)) equal += 1;
    }
    expect(equal).toBe(8_639);
  });

  it('keeps the trades of freqtrade exactly and adds none twice', async () => {
    const trades: TradeSeries = { venue: 'binance', symbol: 'XRP/ETH', category: 'spot', kind: 'trades' };
    const file = join(DATA, 'trades/freqtrade_binance_XRP_ETH-trades_2019-10.json.gz');
    const source = { how: 'import', from: 'file' } as const;
    expect(await store.addTrades(trades, readFreqtradeTrades(file), { source })).toMatchObject({ added: 12_477, conflicts: 0 });
    expect(await store.addTrades(trades, readFreqtradeTrades(file), { source })).toMatchObject({ added: 0, known: 12_477 });
    expect(await verifyTrades(store.trades(trades, ALWAYS))).toMatchObject({ rows: 12_477, count: 0 });
    for await (const { id, price, quantity } of store.trades(trades, ALWAYS)) {
      expect([id, price.toString(), quantity.toString()]).toEqual(['13519807', '0.00141342', '23']);
      break;
    }
  });
});
