import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileName } from './file-name';

/** What a folder of freqtrade's data holds. */
export interface FreqtradeFolder {
  /** Files of candles, in order of their paths. */
  readonly candles: readonly string[];
  /** Files that are no candles of trades: marks, funding rates, trades, notes. */
  readonly others: readonly string[];
}

const CANDLES = /\.(feather|json|json\.gz)$/;

/** Looks through a folder such as `user_data/data/bybit`, `futures` in it included. */
export async function readFreqtradeFolder(folder: string): Promise<FreqtradeFolder> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  files.sort();
  const isCandles = (file: string): boolean => {
    const { symbol, interval, kind } = readFileName(file);
    return CANDLES.test(file) && kind === 'candles' && symbol !== undefined && interval !== undefined;
  };
  return { candles: files.filter(isCandles), others: files.filter((file) => !isCandles(file)) };
}
