import { firstDifference } from './compare';
import { culpritOf } from './culprit';
import type { Finding, Sources } from './finding';
import type { Laboratory, RunRequest } from './observation';
import { sayDifference } from './look-for-memory';
import type { Fresh } from './look-for-memory';

/** Compares a run that saves and restores its state after each event, as in paper and live, with one that does not. */
export async function lookForRestart(lab: Laboratory, { whole, unsealed }: Fresh, sources: Sources): Promise<Finding | null> {
  const difference = firstDifference(whole, unsealed);
  if (!difference) return null;
  const requests: readonly RunRequest[] = [{ variant: { kind: 'whole' } }, { variant: { kind: 'whole' }, seals: false }];
  const { line } = await culpritOf(lab, sources, { requests, first: 0, second: 1, difference });
  const shared = await sharedPart(lab, sources, difference.at);
  return {
    kind: 'restart',
    line: shared?.line ?? line,
    at: difference.at,
    hook: difference.hook,
    subject: shared?.path ?? null,
    message: `${sayDifference(difference)} when its state is not written and read back in between, so backtests and live differ: ${shared ? `"${shared.path}" is the same object as another part of the state` : 'two parts of the state are one object, or a part is no plain data'}; copy what is kept twice`,
  };
}

async function sharedPart(lab: Laboratory, sources: Sources, at: number): Promise<{ readonly line: string; readonly path: string } | null> {
  const [run] = await lab([{ variant: { kind: 'whole' }, seals: false, traceAt: at }]);
  for (const { what, stack } of run?.trace?.shared ?? []) {
    const line = sources.locate(stack);
    if (line) return { line, path: what };
  }
  return null;
}
