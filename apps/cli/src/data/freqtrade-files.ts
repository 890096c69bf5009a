import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readFreqtradeFolder, type Verification } from '@libs/market-data';
import type { Terminal } from '../terminal/terminal';
import { bad } from './data-options';

const SHOWN = 5;
const LIKE = 'BTC_USDT-5m.feather or BTC_USDT_USDT-5m-futures.feather';

/** The files of candles and funding that paths name: files themselves, and those of folders such as `user_data/data/bybit`. */
export async function freqtradeFiles(paths: readonly string[], terminal: Terminal): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (!(await isFolder(path))) {
      files.push(path);
      continue;
    }
    const { candles, funding, others } = await readFreqtradeFolder(path);
    if (candles.length === 0) throw bad(`${path} contains no freqtrade candles, which are named like ${LIKE}.${csvHint(others)}`);
    files.push(...candles, ...funding);
    if (others.length > 0) terminal.say(`left alone, as neither candles of trades nor funding: ${named(others)}`);
  }
  return files;
}

function csvHint(files: readonly string[]): string {
  const table = files.find((file) => /\.csv(\.gz)?$/.test(file));
  return table === undefined ? '' : ` CSV is imported without --freqtrade, file by file: plimsoll data import ${table}`;
}

/** The wrong folder can hold any number of files. */
function named(files: readonly string[]): string {
  const names = files.slice(0, SHOWN).map((file) => basename(file));
  return [...names, ...(files.length > SHOWN ? [`… and ${files.length - SHOWN} more`] : [])].join(', ');
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    // Whoever reads the file says what is wrong with it.
    () => false,
  );
}

/** What is odd about the rows of a file, in lines for a person; none when nothing is. */
export function oddLines(file: string, { count, missing, rows, findings }: Verification): readonly string[] {
  if (count === 0) return [];
  const head = `${file}: ${rows} rows, ${missing} missing, ${count} finding${count === 1 ? '' : 's'}; they are taken in as they are`;
  const lines = findings.slice(0, SHOWN).map(({ problem, at, detail }) => `  ${new Date(at).toISOString()}  ${problem}: ${detail}`);
  return [
    head,
    ...lines,
    ...(count > SHOWN ? [`  and ${count - SHOWN} more; "plimsoll data verify" names what is odd once it is stored in order`] : []),
  ];
}
