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
const BARS = Number(process.env['BENCH_BARS'] ?? 43_200);
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

/**
 * One search of real minutes on one core and on two: sandboxes, their start, the ledger and the check of the best included. Other work on
 * the machine takes from the second core what it is about, so the speed that processor times allow is told as well: what sandboxes do
 * beside each other halves, all else stays (Amdahl).
 */
export const optimise: Bench = async (report) => {
  if (!existsSync(DATA)) return void process.stderr.write(`skipped: there is no ${DATA}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const store = new HistoryStore(join(folder, 'data'), 'a bench');
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'candles', interval: '1m' } as const;
    await store.addCandles(series, realBars(), { source: { how: 'import', from: 'a bench' } });
    const search = async (trials: number, jobs: number): Promise<Search> => {
      const prepared = await prepareSearch({ ...SPEC, trials }, { store });
      const ledger = new FileLedger(join(folder, `searches-${trials}-${jobs}`));
      const [before, begun, load] = [processor(), performance.now(), loadavg()[0]!];
      const { trials: tried, best } = await runOptimisation(prepared, { store, ledger, jobs, resume: false });
      const [after, milliseconds] = [processor(), performance.now() - begun];
      const said = JSON.stringify([tried, best?.trial.number]);
      return { said, load, milliseconds, own: after.own - before.own, sandboxes: after.sandboxes - before.sandboxes };
    };
    const fixed = await search(1, 1);
    const [one, two] = [await search(TRIALS, 1), await search(TRIALS, 2)];
    if (one.said !== two.said) throw new Error('one core and two did not try the same');
    for (const [cores, { milliseconds, load }] of [
      ['1 core', one],
      ['2 cores', two],
    ] as const) {
      const name = `EMA cross, ${BARS.toLocaleString('en')} bars, ${cores}, load ${load.toFixed(1)} before`;
      report({ bench: 'optimise', case: name, metric: 'trials', unit: '/s', n: TRIALS, value: rounded(TRIALS / (milliseconds / 1_000)) });
    }
    const ratio = (name: string, value: number): void =>
      report({ bench: 'optimise', case: name, metric: 'speed', unit: 'ratio', n: TRIALS, value: rounded(value) });
    ratio('two cores to one', one.milliseconds / two.milliseconds);
    const parallel = one.sandboxes - fixed.sandboxes;
    const serial = one.own + fixed.sandboxes;
    ratio('two cores to one, as processor times allow', (serial + parallel) / (serial + parallel / 2));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

interface Search extends Processor {
  readonly said: string;
  readonly load: number;
  readonly milliseconds: number;
}

interface Processor {
  readonly own: number;
  readonly sandboxes: number;
}

/** Processor time in milliseconds of this process and of children that have ended; https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function processor(): Processor {
  const text = readFileSync('/proc/self/stat', 'utf8');
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { own: (fields[11]! + fields[12]!) * 10, sandboxes: (fields[13]! + fields[14]!) * 10 };
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}

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
