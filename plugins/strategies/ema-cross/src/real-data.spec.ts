import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { StrategyBar } from '@libs/sdk';
import { playTape } from '@libs/testkit';
import { strategy } from './strategy';

const FILE = join(import.meta.dirname, '../../../../../shared/data/bybit-klines/BTC_USDT_USDT-5m-futures.csv.gz');
const SYMBOL = 'BTC/USDT:USDT';

/** Skipped where the recorded market data are not beside the repository. */
const withData = existsSync(FILE) ? describe : describe.skip;

withData('ema-cross on recorded BTC/USDT:USDT 5m bars', () => {
  const bars = existsSync(FILE) ? readBars() : [];

  it('turns exactly where an independent calculation crosses', () => {
    const played = playTape({ strategy, params: { symbol: SYMBOL, interval: '5m' }, symbol: SYMBOL, interval: '5m', bars });
    expect(played.orders.map(({ bar, side }) => `${bar} ${side}`)).toEqual(crossings(bars.map(({ close }) => close)));
    expect(played.orders.length).toBeGreaterThan(100);
  });
});

/** Written apart from the strategy: whole arrays of averages first, in the weighted form, then their order. */
function crossings(closes: readonly number[]): string[] {
  const average = (period: number): number[] => {
    const weight = 2 / (period + 1);
    const values: number[] = [];
    for (const close of closes) values.push(values.length === 0 ? close : weight * close + (1 - weight) * values[values.length - 1]!);
    return values;
  };
  const fast = average(12);
  const slow = average(26);
  const turns = closes.flatMap((_, at) => {
    if (at === 0) return [];
    if (fast[at - 1]! <= slow[at - 1]! && fast[at]! > slow[at]!) return [`${at} BUY`];
    if (fast[at - 1]! >= slow[at - 1]! && fast[at]! < slow[at]!) return [`${at} SELL`];
    return [];
  });
  return turns;
}

function readBars(): StrategyBar[] {
  const [, ...rows] = gunzipSync(readFileSync(FILE)).toString('utf8').trim().split('\n');
  return rows.map((row) => {
    const [start = 0, open = 0, high = 0, low = 0, close = 0, volume = 0] = row.split(',').map(Number);
    return { start, open, high, low, close, volume };
  });
}
