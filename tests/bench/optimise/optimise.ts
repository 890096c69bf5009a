import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Decimal, type Bar } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import { FileLedger, prepareSearch, runOptimisation, type OptimisationSpec } from '@libs/research';
import type { Bench } from '../record';

const DATA = join(process.cwd(), '../shared/data/bybit-klines/1m/BTCUSDT_linear_1m.csv.gz');
const BARS = Number(process.env['BENCH_BARS'] ?? 10_000);
const TRIALS = Number(process.env['BENCH_TRIALS'] ?? 1_000);
const SYMBOL = 'BTC/USDT:USDT';

const SPEC: OptimisationSpec = {
  backtest: {
    ...{ strategy: 'ema-cross', params: { symbol: SYMBOL, interval: '1m' }, venue: 'bybit', detail: '1m', from: null, to: null },
    ...{ balance: '1000000', maxPositionSize: '0.1' },
    fills: { takerFee: '0.00055', makerFee: '0.0002', slippageTicks: 0, latency: 0 },
  },
  search: { fast: '5..60', slow: '61..120' },
  ...{ sampler: 'random', trials: TRIALS, objective: 'sharpe', minTrades: 10, seed: 1 },
};

/** One search of real minutes on one core and on two: sandboxes, their start, the ledger and the check of the best included. */
export const optimise: Bench = async (report) => {
  if (!existsSync(DATA)) return void process.stderr.write(`skipped: there is no ${DATA}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const store = new HistoryStore(join(folder, 'data'), 'a bench');
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'candles', interval: '1m' } as const;
    await store.addCandles(series, realBars(), { source: { how: 'import', from: 'a bench' } });
    const prepared = await prepareSearch(SPEC, { store });
    const took: number[] = [];
    const hashes = new Set<string>();
    for (const jobs of [1, 2]) {
      const ledger = new FileLedger(join(folder, `searches-${jobs}`));
      const load = loadavg()[0]!.toFixed(1);
      const begun = performance.now();
      const { trials, best } = await runOptimisation(prepared, { store, ledger, jobs, resume: false });
      took.push(performance.now() - begun);
      hashes.add(JSON.stringify([trials, best?.trial.number]));
      const name = `EMA cross, ${BARS.toLocaleString('en')} bars, ${jobs} ${jobs === 1 ? 'core' : 'cores'}, load ${load} before`;
      report({
        bench: 'optimise',
        case: name,
        metric: 'trials',
        unit: '/s',
        n: TRIALS,
        value: Number((TRIALS / (took.at(-1)! / 1_000)).toFixed(2)),
      });
    }
    if (hashes.size !== 1) throw new Error('one core and two did not try the same');
    report({
      bench: 'optimise',
      case: 'two cores to one',
      metric: 'speed',
      unit: 'ratio',
      n: TRIALS,
      value: Number((took[0]! / took[1]!).toFixed(3)),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

function realBars(): Bar[] {
  const lines = gunzipSync(readFileSync(DATA))
    .toString()
    .trim()
    .split('\n')
    .slice(1, 1 + BARS);
  return lines.map((line) => {
    const [time = '', ...numbers] = line.split(',');
    const [open, high, low, close, volume] = numbers.map((number) => Decimal.parse(number));
    return {
      start: Date.parse(`${time.replace(' ', 'T').replace(/(\+00:00|Z)?$/, '')}Z`),
      open: open!,
      high: high!,
      low: low!,
      close: close!,
      volume: volume!,
    };
  });
}
