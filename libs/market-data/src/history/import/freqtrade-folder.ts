import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileName } from './file-name';

/** What a folder of freqtrade's data holds. */
export interface FreqtradeFolder {
  /** Files of candles, in order of their paths. */
  readonly candles: readonly string[];
  /** Files of funding rates. */
  readonly funding: readonly string[];
  /** Files that are neither: marks, trades, notes. */
  readonly others: readonly string[];
}

const DATA = /\.(feather|json|json\.gz)$/;

/** Looks through a folder such as `user_data/data/bybit`, `futures` in it included. */
export async function readFreqtradeFolder(folder: string): Promise<FreqtradeFolder> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  files.sort();
  const {
    candles = [],
    funding = [],
    others = [],
  } = Object.groupBy(files, (file) => {
    const { symbol, interval, kind } = readFileName(file);
    if (!DATA.test(file) || symbol === undefined) return 'others';
    if (kind === 'funding') return 'funding';
    return kind === 'candles' && interval !== undefined ? 'candles' : 'others';
  });
  return { candles, funding, others };
}
