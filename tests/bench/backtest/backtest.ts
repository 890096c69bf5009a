import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  claimedHost,
  encodeTape,
  fillHash,
  marketOf,
  playPlanned,
  runBacktest,
  type BarTape,
  type BacktestTerms,
  type MarketText,
} from '@libs/backtest';
import { backtestInSandbox, type SandboxedRun } from '@libs/plugin-host';
import { BarSeries } from '@libs/simulation';
import { strategy } from '../../../plugins/strategies/ema-cross/src/index';
import { percentiles, type Bench } from '../record';

const DATA = join(process.cwd(), '../shared/data/bybit-klines/1m/BTCUSDT_linear_1m.csv.gz');
const BARS = Number(process.env['BENCH_BARS'] ?? 5_000_000);
/** Megabytes of heap that the sandbox may have. */
const HEAP = 64;
/** A machine shared with others gives a core's full speed only now and then. */
const TAKES = 5;
const SUMS = 50_000_000;
const MINUTE = 60_000;
const SYMBOL = 'BTC/USDT:USDT';
const PARAMS = { symbol: SYMBOL, interval: '1m', sizeFraction: 0.01 };
const TERMS: Omit<BacktestTerms, 'markets'> = {
  settleAsset: 'USDT',
  balances: { USDT: '1000000' },
  maxPositionSize: '0.1',
  fills: { makerFee: '0.0002', takerFee: '0.00055', slippageTicks: 0, latency: 0 },
};

const text: MarketText = {
  venue: 'bybit',
  symbol: SYMBOL,
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: '0.1',
  lotSize: '0.001',
  minQuantity: '0.001',
  maxQuantity: '1000000',
  minNotional: '5',
  maxLeverage: 100,
};

/** A month of real minutes over and over, an EMA crossing with fees: in this process, in a sandbox, and checked outside of it. */
export const backtest: Bench = async (report) => {
  if (!existsSync(DATA)) return void process.stderr.write(`skipped: there is no ${DATA}\n`);
  const market = marketOf(text);
  const tape = repeatedTape(market, BARS);
  const terms = { ...TERMS, markets: [{ market, tape }] };
  const told = (name: string, milliseconds: number, bars = BARS): void => {
    const value = Math.round((bars / milliseconds) * 1_000);
    report({ bench: 'backtest', case: `EMA 12/26, 1m, ${name}`, metric: 'bars', unit: '/s', n: bars, value });
  };
  const toldTakes = (name: string, milliseconds: readonly number[], bars = BARS): void => {
    told(`${name}, best of ${TAKES}`, Math.min(...milliseconds), bars);
    told(`${name}, median of ${TAKES}`, percentiles(milliseconds).p50, bars);
  };
  const summed = performance.now();
  const sum = sumUp(SUMS);
  const value = Math.round((SUMS / (performance.now() - summed)) * 1_000);
  report({ bench: 'backtest', case: `a bare loop of sums, up to ${sum}`, metric: 'sums', unit: '/s', n: SUMS, value });
  const bare = performance.now();
  const crosses = crossesOf(tape);
  told(`a bare loop of the averages, ${crosses} crosses`, performance.now() - bare);
  const started = performance.now();
  const own = runBacktest({ strategy, params: PARAMS, ...terms });
  told(`in this process, ${own.fills.length} fills`, performance.now() - started);
  // What it takes to compile a strategy is the same for all lengths, and so should be the memory.
  const [shorter] = await inSandbox(repeatedTape(market, BARS / 5), 1);
  const takes = await inSandbox(tape, TAKES);
  const longer = await inSandbox(repeatedTape(market, BARS * 4), TAKES);
  toldTakes(
    'in a sandbox',
    takes.map(({ run }) => run.used.milliseconds),
  );
  toldTakes(
    'in a sandbox, its start and its answers included',
    takes.map(({ milliseconds }) => milliseconds),
  );
  toldTakes(
    'in a sandbox',
    longer.map(({ run }) => run.used.milliseconds),
    BARS * 4,
  );
  const { run } = takes[0]!;
  const asked = performance.now();
  const [said] = run.strategies;
  const outside = playPlanned(said!, terms, claimedHost(said!.claim));
  told('checked outside', performance.now() - asked);
  const hashes = new Set([fillHash(own.fills), run.fillHash, fillHash(outside.fills)]);
  if (hashes.size !== 1) throw new Error(`the fills differ: ${[...hashes].join(', ')}`);
  for (const { bars, used } of [shorter!.run, run, longer[0]!.run])
    report({ bench: 'backtest', case: 'EMA 12/26, 1m, the sandbox', metric: 'memory', unit: 'bytes', n: bars, value: used.memory });
};

/** What a core does at this moment if it need not wait: this halves while others share it, and the averages, which wait for each other, do not. */
function sumUp(count: number): number {
  let [one, two, three, four] = [0, 0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    one = (one + at) | 0;
    two = (two ^ at) | 0;
    three = (three + (at << 1)) | 0;
    four = (four ^ (at >> 1)) | 0;
  }
  return Math.abs(one ^ two ^ three ^ four);
}

/** What the machine does at this moment with the arithmetic of the strategy alone: no orders, no events, no objects. */
function crossesOf({ series }: BarTape): number {
  let [fast, slow, crosses] = [series.closeAt(0), series.closeAt(0), 0];
  let isAbove = false;
  for (let at = 1; at < series.length; at += 1) {
    const close = series.closeAt(at);
    fast += (2 / 13) * (close - fast);
    slow += (2 / 27) * (close - slow);
    if (fast > slow === isAbove) continue;
    isAbove = !isAbove;
    crosses += 1;
  }
  return crosses;
}

interface Take {
  readonly run: SandboxedRun;
  readonly milliseconds: number;
}

async function inSandbox(tape: BarTape, takes: number): Promise<readonly Take[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const path = join(folder, 'tape');
    await writeFile(path, encodeTape(tape));
    const order = { strategies: [{ strategy: 'ema-cross', params: PARAMS }], markets: [{ market: text, tape: path }], terms: TERMS };
    const taken: Take[] = [];
    for (let take = 0; take < takes; take += 1) {
      const begun = performance.now();
      const run = await backtestInSandbox(order, { memory: HEAP, deadline: 120_000 });
      taken.push({ run, milliseconds: performance.now() - begun });
    }
    return taken;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function repeatedTape(instrument: BarTape['instrument'], bars: number): BarTape {
  const rows = gunzipSync(readFileSync(DATA))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const series = new BarSeries(Date.UTC(2016, 0, 1), MINUTE, 3, bars);
  for (let at = 0; at < bars; at += 1) {
    const [, open, high, low, close, volume] = rows[at % rows.length]!;
    series.push(
      ...([open, high, low, close].map((price) => Math.round(Number(price) * 10)) as [number, number, number, number]),
      Math.round(Number(volume) * 1_000),
    );
  }
  return { instrument, interval: '1m', series };
}
