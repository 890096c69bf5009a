import { firstDifference } from './compare';
import { culpritOf } from './culprit';
import type { Finding, Sources } from './finding';
import type { Observation, Play, RunRequest } from './observation';
import { sayDifference } from './look-for-memory';

/** Reverses bars that close at the same moment, if it watches several series. */
export async function lookForOrder(play: Play, whole: Observation, sources: Sources): Promise<Finding | null> {
  const reordered: RunRequest = { variant: { kind: 'reordered' } };
  const [run] = await play([reordered]);
  const difference = firstDifference(whole, run!, { anyOrder: true });
  if (!difference) return null;
  const requests: readonly RunRequest[] = [{ variant: { kind: 'whole' } }, reordered];
  const { line, path } = await culpritOf(play, sources, { requests, first: 0, second: 1, difference });
  return {
    kind: 'arrival-order',
    line,
    at: difference.at,
    hook: difference.hook,
    subject: path,
    message: `${sayDifference(difference)} when simultaneous bars arrive in another order: it relies on a bar that may not have arrived yet when trading live; wait until all bars of that moment have arrived`,
  };
}
