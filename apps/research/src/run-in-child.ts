import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { RunOutcome } from '@libs/research';
import type { RunOrder, RunWord } from './run-messages';

const SCRIPT = join(import.meta.dirname, 'run-child.js');
/** Years of minutes take a few hundred. */
const HEAP_MB = 2_048;
/** A child that was told to end may be deep in arithmetic and not hear it. */
const GRACE_MS = 2_000;
/** No address of a store, no key. */
const PASSED_ON = ['PATH', 'TMPDIR', 'NODE_COMPILE_CACHE'];

export interface RunWatch {
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** Computes one run in a process of its own, so that one that runs out of memory or never ends takes nothing else with it. */
export async function runInChild(order: RunOrder, { progress, signal }: RunWatch): Promise<RunOutcome> {
  const child = fork(SCRIPT, { env: environment(), execArgv: [`--max-old-space-size=${HEAP_MB}`, '--no-warnings'], stdio: 'inherit' });
  let kill: NodeJS.Timeout | undefined;
  const end = (): void => {
    if (child.connected) child.send('cancel');
    kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await new Promise<RunOutcome>((resolve, reject) => {
      let outcome: RunOutcome | undefined;
      child.on('message', (word: RunWord) => {
        if (word.type === 'progress') progress(word.done, word.total);
        else outcome = word.outcome;
      });
      child.once('error', reject);
      child.once('close', (code, ended) => {
        if (outcome) resolve(outcome);
        else reject(new Error(whyEnded(code, ended)));
      });
      if (child.connected) child.send(order);
    });
  } finally {
    signal.removeEventListener('abort', end);
    clearTimeout(kill);
  }
}

function whyEnded(code: number | null, ended: NodeJS.Signals | null): string {
  // V8 ends a process whose heap is full with an abort.
  if (ended === 'SIGABRT') return `it took more than ${HEAP_MB} MB; try a shorter time, or longer candles`;
  return `its process ended with ${ended ?? `code ${code}`}`;
}

function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
