import { longestWatch } from '../search/warm-start';
import { firstDifference } from './compare';
import type { Difference } from './compare';
import { culpritOf } from './culprit';
import type { Finding, Sources } from './finding';
import { timeText } from './finding';
import type { Observation, Play, RunRequest } from './observation';
import { outerVariables, sharedState } from './outer-variables';
import type { Variant } from './variant';
import type { OuterVariable } from './outer-variables';
import { readCode } from './source-code';

const CUTS = 6;

/** The whole market, each time in a fresh process. */
export interface Fresh {
  readonly whole: Observation;
  /** As in plain backtests: the state is not saved and restored. */
  readonly unsealed: Observation;
}

export interface Processes {
  /** Plays each series in a process of its own. */
  readonly fresh: Play;
  /** Plays all in one process; nothing has been played there before. */
  readonly kept: Play;
}

export interface Remembered {
  readonly finding: Finding | null;
  readonly detail: string;
  readonly unsealed: Observation;
}

/**
 * Runs the market repeatedly in one process (whole, cut short, with another future) and compares each run with one in a fresh process. As
 * long as the market is the same, behaviour must be the same: any difference was remembered from an earlier run, be it tomorrow's price or
 * a counter. A search tries thousands of parameters in one process.
 */
export async function lookForMemory({ fresh, kept }: Processes, whole: Observation, sources: Sources): Promise<Remembered> {
  const requests = requestsFor(whole);
  const runs = await kept(requests);
  const unsealed = runs[0]!;
  const detail = `${requests.length} runs in one process: the whole market three times, and cut short and with another future at ${(requests.length - 3) / 2} places`;
  for (const [second, run] of runs.entries()) {
    const { variant, seals = true } = requests[second]!;
    const until = variant.kind === 'cut' ? variant.to : variant.kind === 'other-future' ? variant.after : Infinity;
    const difference = firstDifference(seals ? whole : unsealed, run, { until, memory: true });
    if (!difference) continue;
    const [again] = await fresh(requests.slice(0, 1));
    const chance = firstDifference(unsealed, again!, { memory: true });
    if (chance) return { finding: unequal(chance), detail, unsealed };
    const culprit = await culpritOf(fresh, sources, { requests, first: 0, second, difference });
    return { finding: findingOf(difference, culprit, sources), detail, unsealed };
  }
  return { finding: null, detail, unsealed };
}

/** First without sealing, as in plain backtests, so that a state shared between runs stays shared. */
function requestsFor(whole: Observation): readonly RunRequest[] {
  const variants: readonly Variant[] = [
    { kind: 'whole' },
    ...cutsOf(whole).flatMap((at): Variant[] => [
      { kind: 'cut', to: at },
      { kind: 'other-future', after: at },
    ]),
    { kind: 'whole' },
  ];
  return [...variants.map((variant): RunRequest => ({ variant, seals: false })), { variant: { kind: 'whole' }, watchesState: true }];
}

/**
 * Closes at which it acted, spread over all of them, otherwise a sample of all. For a strategy without bars those of one-minute bars,
 * because event data is cut like its bars.
 */
function cutsOf({ moments, from, to, plan }: Observation): readonly number[] {
  const step = plan.watches.length === 0 ? longestWatch(plan) : 1;
  const live = moments
    .filter(({ event }) => (step === 1 ? event === 'bar' : event !== 'init' && event !== 'start'))
    .map((moment) => ({ ...moment, at: Math.ceil(moment.at / step) * step }))
    .filter(({ at }) => at > from && at < to);
  const acting = live.filter(({ commands }) => commands.length > 0);
  const chosen = acting.length >= CUTS ? acting : live;
  const places = [...new Set(chosen.map(({ at }) => at))];
  const every = Math.max(1, Math.floor(places.length / CUTS));
  return places.filter((_, at) => at % every === every - 1).slice(0, CUTS);
}

function findingOf(
  difference: Difference,
  culprit: { readonly line: string | null; readonly path: string | null },
  sources: Sources,
): Finding {
  const files = sources.files.map(readCode);
  const outer = files.flatMap(outerVariables);
  const shared = files.map(sharedState).find((found) => found !== null);
  const named: OuterVariable | undefined = outer[0] ?? shared;
  return {
    kind: 'memory',
    line: named?.line ?? culprit.line,
    at: difference.at,
    hook: difference.hook,
    subject: named?.name ?? culprit.path,
    message: `${sayDifference(difference)} when the same market is played a second time in one process, so something outlives a run and may know what comes: ${memoryOf(named, outer)}; keep it in ctx.state`,
  };
}

function memoryOf(named: OuterVariable | undefined, outer: readonly OuterVariable[]): string {
  if (!named) return 'look for variables outside of the hooks';
  const others = outer.slice(1).map(({ name, line }) => `"${name}" (${line})`);
  return `"${named.name}" lies outside of the state${others.length === 0 ? '' : `, as do ${others.join(', ')}`}`;
}

function unequal(difference: Difference): Finding {
  return {
    kind: 'memory',
    line: null,
    at: difference.at,
    hook: difference.hook,
    subject: null,
    message: `${sayDifference(difference)} in another process over the same market: it depends on something other than its inputs`,
  };
}

/** The difference, as the beginning of a sentence. */
export function sayDifference({ at, what, hook, first, second }: Difference): string {
  const when = timeText(at);
  switch (what) {
    case 'commands':
      return `at ${when} ${hook} gives ${second} instead of ${first}`;
    case 'needs':
      return `it wants ${second} instead of ${first}`;
    case 'decision':
      return `at ${when} ${hook} says something else`;
    case 'events':
      return `at ${when} ${second} happens instead of ${first}`;
    case 'state':
      return `at ${when} its state differs after ${hook}`;
  }
}
