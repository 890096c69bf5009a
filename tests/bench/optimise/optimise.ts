import { execFileSync } from 'node:child_process';
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
/** A month and a quarter of minutes. */
const BARS = (process.env['BENCH_BARS'] ?? '43200,129600').split(',').map(Number);
const TRIALS = Number(process.env['BENCH_TRIALS'] ?? 1_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const MINUTE = 60_000;
const SYMBOL = 'BTC/USDT:USDT';

const SPEC: OptimisationSpec = {
  backtest: {
    strategy: 'ema-cross',
    params: { symbol: SYMBOL, interval: '1m' },
    venue: 'bybit',
    detail: '1m',
    from: null,
    to: null,
    balance: '1000000',
    maxPositionSize: '0.1',
    fills: { takerFee: '0.00055', makerFee: '0.0002', slippageTicks: 0, latency: 0 },
  },
  search: { fast: '5..60', slow: '61..120' },
  sampler: 'random',
  trials: TRIALS,
  objective: 'sharpe',
  minTrades: 10,
  seed: 1,
};

/**
 * One search of real minutes on one core and on two: sandboxes, their start, the ledger and the check of the best included. All threads
 * are bound to the cores that count, since a sandbox compiles and collects beside its trials where it may. Other work on the machine, or
 * on the one that lends its cores, takes from the second core what it is about, so both are run in turn and the fastest round of each
 * counts; the speed that processor times allow is told as well: what sandboxes do beside each other halves, all else stays (Amdahl).
 */
export const optimise: Bench = async (report) => {
  if (!existsSync(DATA)) return void process.stderr.write(`skipped: there is no ${DATA}\n`);
  for (const bars of BARS) await searchOf(bars, report);
};

async function searchOf(bars: number, report: Parameters<Bench>[0]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const store = new HistoryStore(join(folder, 'data'), 'a bench');
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'candles', interval: '1m' } as const;
    await store.addCandles(series, realBars(bars), { source: { how: 'import', from: 'a bench' } });
    const search = async (trials: number, jobs: number): Promise<Search> => {
      bindTo(jobs);
      const prepared = await prepareSearch({ ...SPEC, trials }, { store });
      const ledger = new FileLedger(await mkdtemp(join(folder, 'searches-')));
      const [before, begun, load] = [processor(), performance.now(), loadavg()[0]!];
      const { trials: tried, best } = await runOptimisation(prepared, { store, ledger, jobs, resume: false });
      const [after, milliseconds] = [processor(), performance.now() - begun];
      const said = JSON.stringify([tried, best?.trial.number]);
      return { said, load, milliseconds, own: after.own - before.own, sandboxes: after.sandboxes - before.sandboxes };
    };
    const fixed = await search(1, 1);
    const rounds: (readonly [Search, Search])[] = [];
    while (rounds.length < ROUNDS) rounds.push([await search(TRIALS, 1), await search(TRIALS, 2)]);
    if (rounds.flat().some(({ said }) => said !== rounds[0]![0].said)) throw new Error('one core and two did not try the same');
    const [one, two] = [fastest(rounds.map(([alone]) => alone)), fastest(rounds.map(([, both]) => both))];
    for (const [cores, { milliseconds, load }] of [
      ['1 core', one],
      ['2 cores', two],
    ] as const) {
      const name = `EMA cross, ${bars.toLocaleString('en')} bars, ${cores}, load ${load.toFixed(1)} before`;
      report({ bench: 'optimise', case: name, metric: 'trials', unit: '/s', n: TRIALS, value: rounded(TRIALS / (milliseconds / 1_000)) });
    }
    const ratio = (name: string, value: number): void =>
      report({
        bench: 'optimise',
        case: `${name}, ${bars.toLocaleString('en')} bars`,
        metric: 'speed',
        unit: 'ratio',
        n: TRIALS,
        value: rounded(value),
      });
    ratio('two cores to one', one.milliseconds / two.milliseconds);
    const parallel = one.sandboxes - fixed.sandboxes;
    const serial = one.own + fixed.sandboxes;
    ratio('two cores to one, as processor times allow', (serial + parallel) / (serial + parallel / 2));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function fastest(searches: readonly Search[]): Search {
  return searches.reduce((best, search) => (search.milliseconds < best.milliseconds ? search : best));
}

/** This process and those that it starts, to the first so many cores; https://man7.org/linux/man-pages/man1/taskset.1.html */
function bindTo(cores: number): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', `0-${cores - 1}`, String(process.pid)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

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

/** A month of real minutes, over and over. */
function realBars(bars: number): Bar[] {
  const rows = gunzipSync(readFileSync(DATA))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const first = Date.parse(`${rows[0]![0]!.replace(' ', 'T').replace(/(\+00:00|Z)?$/, '')}Z`);
  return Array.from({ length: bars }, (_, at) => {
    const [open, high, low, close, volume] = rows[at % rows.length]!.slice(1).map((number) => Decimal.parse(number));
    return { start: first + at * MINUTE, open: open!, high: high!, low: low!, close: close!, volume: volume! };
  });
}
