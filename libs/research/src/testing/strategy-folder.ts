import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decimal } from '@libs/kernel';
import { HistoryStore, categoryOf } from '@libs/market-data';

export const SYMBOL = 'BTC/USDT:USDT';
export const MINUTE = 60_000;

/** Writes a built strategy of this source into a folder of strategies. */
export async function writeStrategy(strategies: string, name: string, source: string): Promise<void> {
  const folder = join(strategies, name, 'src');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.js'), source);
}

/** A store with one minute candles of these closes from 1970 on, each opening at the close before. */
export async function storeOf(folder: string, closes: readonly number[], symbol = SYMBOL): Promise<HistoryStore> {
  const store = new HistoryStore(folder, 'a test');
  const price = (value: number): Decimal => Decimal.fromNumber(value);
  const bars = closes.map((close, n) => {
    const open = closes[Math.max(0, n - 1)]!;
    const [high, low] = [price(Math.max(open, close)), price(Math.min(open, close))];
    return { start: n * MINUTE, open: price(open), high, low, close: price(close), volume: Decimal.parse('3.25') };
  });
  const series = { venue: 'bybit', symbol, category: categoryOf(symbol), kind: 'candles', interval: '1m' } as const;
  await store.addCandles(series, bars, { source: { how: 'import', from: 'a test' } });
  return store;
}

/** A wave of about `period` minutes around 1,000, in whole numbers. */
export function wave(count: number, period: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => 1_000 + Math.round(100 * Math.sin((2 * Math.PI * n) / period)));
}
