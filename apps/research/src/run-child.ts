import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { defined } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import { createLogger } from '@libs/platform';
import { brokenOff, executeRun } from '@libs/research';
import type { RunOrder, RunWord } from './run-messages';

/** The process of one run: it is told what to compute, says how far it is and what came of it, and ends. */
const PROGRESS_EVERY_MS = 250;

const logger = createLogger({ component: 'research' });
// Whoever trades goes first; what is started from here inherits it.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const ending = new AbortController();
process.once('disconnect', () => ending.abort());
process.on('message', (word: RunOrder | 'cancel') => {
  if (word === 'cancel') ending.abort();
  else void carryOut(word);
});

async function carryOut({ kind, spec, home, databaseUrl, jobs, strategies }: RunOrder): Promise<void> {
  let told = 0;
  const progress = (done: number, total: number): void => {
    if (performance.now() - told < PROGRESS_EVERY_MS) return;
    told = performance.now();
    say({ type: 'progress', done, total });
  };
  const where = defined({ strategies, databaseUrl });
  const store = new HistoryStore(join(home, 'data'), 'research');
  const searches = join(home, 'searches');
  const surroundings = { store, home, searches, jobs, ...where, progress, signal: ending.signal };
  const outcome = await executeRun(kind, spec, surroundings).catch((error: unknown) => {
    logger.error('a run failed', { error });
    return brokenOff(error);
  });
  say({ type: 'outcome', outcome }, () => process.disconnect?.());
}

function say(word: RunWord, sent?: () => void): void {
  if (process.connected) process.send?.(word, undefined, undefined, sent);
}
