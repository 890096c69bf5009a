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
import { backtestInSandbox } from '@libs/plugin-host';
import { BarSeries } from '@libs/simulation';
import { strategy } from '../../../plugins/strategies/ema-cross/src/index';
import type { Bench } from '../record';

const DATA = join(process.cwd(), '../shared/data/bybit-klines/1m/BTCUSDT_linear_1m.csv.gz');
const BARS = Number(process.env['BENCH_BARS'] ?? 1_000_000);
const MINUTE = 60_000;
const SYMBOL = 'BTC/USDT:USDT';
const PARAMS = { symbol: SYMBOL, interval: '1m' };
const TERMS: Omit<BacktestTerms, 'markets'> = {
  ...{ settleAsset: 'USDT', balances: { USDT: '100000000' }, maxPositionSize: '0.1' },
  fills: { makerFee: '0.0002', takerFee: '0.00055', slippageTicks: 0, latency: 0 },
};

const text: MarketText = {
  ...{ venue: 'bybit', symbol: SYMBOL, venueSymbol: 'BTCUSDT', category: 'linear', base: 'BTC', quote: 'USDT', settle: 'USDT' },
  ...{ tickSize: '0.1', lotSize: '0.001', minQuantity: '0.001', maxQuantity: '1000000', minNotional: '5', maxLeverage: 100 },
};

/** A month of real minutes over and over, an EMA crossing with fees: in this process, in a sandbox, and checked outside of it. */
export const backtest: Bench = async (report) => {
  if (!existsSync(DATA)) return void process.stderr.write(`skipped: there is no ${DATA}\n`);
  const market = marketOf(text);
  const tape = repeatedTape(market);
  const terms = { ...TERMS, markets: [{ market, tape }] };
  const told = (name: string, milliseconds: number, fills: number): void => {
    const value = Math.round((BARS / milliseconds) * 1_000);
    report({ bench: 'backtest', case: `EMA 12/26, 1m, ${fills} fills, ${name}`, metric: 'bars', unit: '/s', n: BARS, value });
  };
  const started = performance.now();
  const own = runBacktest({ strategy, params: PARAMS, ...terms });
  told('in this process', performance.now() - started, own.fills.length);
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const path = join(folder, 'tape');
    await writeFile(path, encodeTape(tape));
    const order = { strategy: 'ema-cross', params: PARAMS, markets: [{ market: text, tape: path }], terms: TERMS };
    const begun = performance.now();
    const run = await backtestInSandbox(order, { memory: 2_048, deadline: 120_000 });
    told('in a sandbox, its start included', performance.now() - begun, own.fills.length);
    const asked = performance.now();
    const outside = playPlanned(run, terms, claimedHost(run.claim));
    told('checked outside', performance.now() - asked, outside.fills.length);
    const hashes = new Set([fillHash(own.fills), run.fillHash, fillHash(outside.fills)]);
    if (hashes.size !== 1) throw new Error(`the fills differ: ${[...hashes].join(', ')}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

function repeatedTape(instrument: BarTape['instrument']): BarTape {
  const rows = gunzipSync(readFileSync(DATA))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const series = new BarSeries(Date.UTC(2016, 0, 1), MINUTE, 3, BARS);
  for (let at = 0; at < BARS; at += 1) {
    const [, open, high, low, close, volume] = rows[at % rows.length]!;
    series.push(
      ...([open, high, low, close].map((price) => Math.round(Number(price) * 10)) as [number, number, number, number]),
      Math.round(Number(volume) * 1_000),
    );
  }
  return { instrument, interval: '1m', series };
}
