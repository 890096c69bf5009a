import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SearchProgress } from '@libs/backtest';
import { leftOut, type PreparedSearch } from '@libs/research';
import { takeLock } from '../home/lock';
import type { Terminal } from '../terminal/terminal';
import { paramsText, scoreText } from './describe-search';

/** Two starts of one search would each try what the other does. */
export async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const lock = await takeLock(
    `${file}.lock`,
    (holder) => `Process ${holder} runs this search already; wait for its end, or interrupt it and go on with --resume.`,
  );
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** The first Ctrl-C lets running trials end, a second one ends everything. */
export async function untilInterrupted<T>(terminal: Terminal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = (): void => {
    terminal.say('Stopping after the trials that run; what is tried stays on record.');
    stop.abort();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await work(stop.signal);
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}

/** Before it begins, while somebody may think better of it. */
export function sayLeftOut(prepared: PreparedSearch, terminal: Terminal): void {
  const text = leftOut(prepared);
  if (text !== null) terminal.say(text, 'warn');
}

/** How far it is and what is best so far. */
export function progressNote(prepared: PreparedSearch, { done, failed, total, best }: SearchProgress): string {
  const so = best === null ? 'no score yet' : `best ${prepared.objective.metric} ${scoreText(prepared, best)} with ${paramsText(best)}`;
  return `${done + failed} of ${total}${failed === 0 ? '' : `, ${failed} failed`}, ${so}`;
}
