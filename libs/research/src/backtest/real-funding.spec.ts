import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Bar } from '@libs/kernel';
import { HistoryStore, readCandleCsv, readFundingCsv } from '@libs/market-data';
import { SYMBOL, writeStrategy } from '../testing/strategy-folder';
import type { BacktestSpec } from './backtest-spec';
import { runBacktestJob } from './run-backtest-job';

const DATA = join(import.meta.dirname, '../../../../../shared/data/bybit-klines');
const suite = existsSync(DATA) ? describe : describe.skip;
const DAY = 86_400_000;
const FIVE_MINUTES = 300_000;

const SOURCE = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'holder', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to hold' }) },
  watches: ({ symbol }) => [{ symbol, interval: '5m' }], warmUp: () => 1,
  state: () => ({ isIn: false }),
  onBar: (ctx, { symbol }) => {
    if (ctx.warmingUp || ctx.state.isIn) return;
    ctx.state.isIn = true;
    ctx.buy(symbol, '0.01');
  },
});
`;

suite(`real funding (skipped without ${DATA})`, () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-real-funding-'));
    await writeStrategy(join(folder, 'strategies'), 'holder', SOURCE);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A column of a file by time, in whole units of so many decimals. */
  async function column(name: string, index: number, decimals: number): Promise<ReadonlyMap<number, bigint>> {
    const lines = gunzipSync(await readFile(join(DATA, name)))
      .toString()
      .trim()
      .split('\n')
      .slice(1);
    const cells = lines.map((line) => line.split(','));
    return new Map(cells.map((row) => [Number(row[0]), BigInt(Math.round(Number(row[index]) * 10 ** decimals))]));
  }

  /** A hundredth of a coin at a price in tenths and a rate in hundred-millionths, in hundred-millionths, half to even. */
  function payment(tenths: bigint, rate: bigint): bigint {
    const [size, sign] = [tenths * (rate < 0n ? -rate : rate), rate < 0n ? -1n : 1n];
    const [whole, rest] = [size / 1_000n, size % 1_000n];
    return sign * (rest > 500n || (rest === 500n && whole % 2n === 1n) ? whole + 1n : whole);
  }

  it('is paid by who holds for ten days as its file says, to the last digit', async () => {
    const [candles, rates] = ['BTC_USDT_USDT-5m-futures.csv.gz', 'BTC_USDT_USDT-8h-funding_rate.csv.gz'] as const;
    const from = Date.UTC(2025, 5, 1);
    const to = from + 10 * DAY;
    const store = new HistoryStore(join(folder, 'data'), 'a test');
    const market = { venue: 'bybit', symbol: SYMBOL, category: 'linear' } as const;
    const source = { how: 'import', from: rates } as const;
    await store.addFunding({ ...market, kind: 'funding' }, readFundingCsv(join(DATA, rates)), { source });
    const wanted = within(readCandleCsv(join(DATA, candles)), from, to);
    await store.addCandles({ ...market, kind: 'candles', interval: '5m' }, wanted, { source });
    const fills = { takerFee: '0', makerFee: '0', slippageTicks: 0, latency: 0 };
    const spec: BacktestSpec = {
      strategy: 'holder',
      params: { symbol: SYMBOL },
      venue: 'bybit',
      detail: null,
      from,
      to,
      balance: '10000',
      maxPositionSize: '1',
      fills,
      funding: 'history',
    };
    const { result } = await runBacktestJob(spec, { store, strategies: join(folder, 'strategies') });
    // The last price before a settlement is the close of the five minutes before it.
    const [closes, settled] = [await column(candles, 4, 1), await column(rates, 1, 8)];
    const paid = [...settled]
      .filter(([at]) => at > from + FIVE_MINUTES && at <= to)
      .map(([at, rate]) => [at, Number(-payment(closes.get(at - FIVE_MINUTES)!, rate)) / 1e8]);
    expect(paid).toHaveLength(30);
    expect(result.funding.map(({ at, amount }) => [at, Number(amount)])).toEqual(paid);
  });
});

async function* within(bars: AsyncIterable<Bar>, from: number, to: number): AsyncGenerator<Bar> {
  for await (const bar of bars) if (bar.start >= from && bar.start < to) yield bar;
}
