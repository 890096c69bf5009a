import { readFile } from 'node:fs/promises';
import { InvalidBacktest, parseSignals } from '@libs/backtest';
import type { BacktestSpec } from '@libs/research';
import { bad } from '../data/data-options';
import type { RunOptions } from './command';

/** What the file of `--signals` says, as a part of what is asked for. */
export async function signalsOf({
  signals: file,
}: {
  readonly signals?: RunOptions['signals'] | undefined;
}): Promise<Pick<BacktestSpec, 'signals'>> {
  if (file === undefined) return {};
  try {
    return { signals: parseSignals(await readFile(file, 'utf8')) };
  } catch (error) {
    if (error instanceof InvalidBacktest) throw bad(`--signals ${file}: ${error.message}.`);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw bad(`--signals ${file}: there is no such file; it is lines of {"at":"2025-06-01T12:00Z","name":"score","value":1}.`);
    throw bad(`--signals ${file}: ${(error as Error).message}`);
  }
}
