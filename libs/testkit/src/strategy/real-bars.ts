import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import type { StrategyBar } from '@libs/sdk';

const FOLDER = join(import.meta.dirname, '../../../../../shared/data/bybit-klines');

/** `describe` where recorded candles lie beside the repository, else `describe.skip`, which says what is missing. */
export function describeWithRealBars(what: string, tests: () => void): void {
  if (existsSync(FOLDER)) describe(what, tests);
  else describe.skip(`${what} (skipped: ${FOLDER} is not there)`, tests);
}

/** The candles of a file such as `BTC_USDT-5m.csv.gz`, exact, oldest first. */
export function realBars(file: string): readonly Bar[] {
  const [, ...rows] = gunzipSync(readFileSync(join(FOLDER, file)))
    .toString('utf8')
    .trim()
    .split('\n');
  return rows.map((row) => {
    const [start, ...amounts] = row.split(',');
    const [open, high, low, close, volume] = amounts.map((text) => Decimal.parse(text)) as [Decimal, Decimal, Decimal, Decimal, Decimal];
    return { start: Number(start), open, high, low, close, volume };
  });
}

/** As a strategy sees it. */
export function strategyBar({ start, open, high, low, close, volume }: Bar): StrategyBar {
  return { start, open: open.toNumber(), high: high.toNumber(), low: low.toNumber(), close: close.toNumber(), volume: volume.toNumber() };
}
