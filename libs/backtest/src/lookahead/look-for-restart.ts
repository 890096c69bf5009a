import { firstDifference } from './compare';
import { culpritOf } from './culprit';
import { timeText } from './finding';
import type { Finding, Sources } from './finding';
import type { Observation, Play, RunRequest } from './observation';
import { sayDifference } from './look-for-memory';
import type { Fresh } from './look-for-memory';
import { lineAt, readCode } from './source-code';

/** Number of events after which the strategy is saved and loaded again. */
export const RESTARTS_EVERY = 7;
const RESTARTED: RunRequest = { variant: { kind: 'whole' }, watchesState: true, restartsEvery: RESTARTS_EVERY };

/**
 * Compares a run whose state is written and read back after each event, as in paper and live, with one where it is not, and with one that is
 * saved by `onSave` and loaded by `onLoad` again and again.
 */
export async function lookForRestart(play: Play, fresh: Fresh, sources: Sources): Promise<Finding | null> {
  const [[restarted], unsealed] = await Promise.all([play([RESTARTED]), lookForSharing(play, fresh, sources)]);
  return unsealed ?? (await differenceAfter(play, fresh.whole, restarted!, sources));
}

async function lookForSharing(play: Play, { whole, unsealed }: Fresh, sources: Sources): Promise<Finding | null> {
  const difference = firstDifference(whole, unsealed);
  if (!difference) return null;
  const requests: readonly RunRequest[] = [{ variant: { kind: 'whole' } }, { variant: { kind: 'whole' }, seals: false }];
  const { line } = await culpritOf(play, sources, { requests, first: 0, second: 1, difference });
  const shared = await sharedPart(play, sources, difference.at);
  return {
    kind: 'restart',
    line: shared?.line ?? line,
    at: difference.at,
    hook: difference.hook,
    subject: shared?.path ?? null,
    message: `${sayDifference(difference)} when its state is not written and read back in between, so backtests and live differ: ${shared ? `"${shared.path}" is the same object as another part of the state` : 'two parts of the state are one object, or a part is no plain data'}; copy what is kept twice`,
  };
}

async function differenceAfter(play: Play, whole: Observation, restarted: Observation, sources: Sources): Promise<Finding | null> {
  const { fault } = restarted;
  if (fault) {
    const message = `at ${timeText(fault.at)} ${fault.hook} fails when the state is saved and loaded again, as at a restart: ${fault.message}`;
    return { kind: 'restart', line: sources.locate(fault.stack), at: fault.at, hook: fault.hook, subject: null, message };
  }
  const difference = firstDifference(whole, restarted, { memory: true });
  if (!difference) return null;
  const requests = [{ variant: { kind: 'whole' } }, RESTARTED] as const;
  const { line, path } = await culpritOf(play, sources, { requests, first: 0, second: 1, difference });
  return {
    kind: 'restart',
    line: lineOfHook(sources) ?? line,
    at: difference.at,
    hook: difference.hook,
    subject: path,
    message: `${sayDifference(difference)} once it was saved and loaded again, as at a restart: onSave and onLoad do not restore ${path === null ? 'it' : `"${path}"`} exactly`,
  };
}

function lineOfHook({ files }: Sources): string | null {
  for (const hook of [/\bonLoad\b/, /\bonSave\b/]) {
    for (const code of files.map(readCode)) {
      const at = code.code.search(hook);
      if (at >= 0) return lineAt(code, at);
    }
  }
  return null;
}

async function sharedPart(play: Play, sources: Sources, at: number): Promise<{ readonly line: string; readonly path: string } | null> {
  const [run] = await play([{ variant: { kind: 'whole' }, seals: false, traceAt: at }]);
  for (const { what, stack } of run?.trace?.shared ?? []) {
    const line = sources.locate(stack);
    if (line) return { line, path: what };
  }
  return null;
}
