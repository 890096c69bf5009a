import { renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson } from '../home/home';
import { isAlive, type ProcessIdentity } from '../home/process-identity';

/** They stop within five seconds of losing their launcher; a little more is grace. */
const GRACE = 7_000;

/** Done when it returns: a launcher that is killed right after it started a child must have written it down. */
export function rememberChildren(file: string, children: readonly ProcessIdentity[]): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(children), { mode: 0o600 });
  renameSync(draft, file);
}

/** Components of a killed launcher that still run. */
export async function stragglers(file: string): Promise<ProcessIdentity[]> {
  const children = (await readJson<ProcessIdentity[]>(file)) ?? [];
  return children.filter(isAlive);
}

/** Waits until they are gone, and ends the ones that do not go; two traders of one account must never meet. */
export async function outlast(children: readonly ProcessIdentity[], grace = GRACE): Promise<void> {
  const deadline = performance.now() + grace;
  while (children.some(isAlive)) {
    if (performance.now() > deadline) for (const child of children.filter(isAlive)) kill(child);
    await sleep(50);
  }
}

// Each child leads a process group, so what it started goes with it.
function kill({ pid }: ProcessIdentity): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone in the meantime.
  }
}
