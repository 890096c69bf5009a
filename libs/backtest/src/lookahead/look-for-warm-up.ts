import { INTERVALS } from '@libs/kernel';
import type { StrategyPlan } from '@libs/sdk';
import type { BacktestTerms } from '../run/backtest';
import { longestWatch } from '../search/warm-start';
import { firstDifference } from './compare';
import type { Difference } from './compare';
import { lineOfWrite } from './culprit';
import type { Finding, Sources } from './finding';
import { timeText } from './finding';
import { fadingSeed } from './fading-seed';
import type { Seed } from './fading-seed';
import { differingPaths, leavesOf } from './leaves';
import type { Observation, Play, RunRequest } from './observation';
import { sayDifference } from './look-for-memory';
import { hasty } from './hasty';

const STARTS = 8;
const LEAST_MORE = 100;
const LEAST_LIVE = 60;
const PLAYED = 300;
/** Longest history that a core requests, in bars. */
const MOST_HISTORY = 10_000;

/** One starting point, with the strategy's own warm-up and with all available history. */
interface Start {
  readonly at: number;
  readonly to: number;
  readonly bars: number;
}

export interface WarmUp {
  readonly finding: Finding | null;
  /** Null if the data is too short to tell. */
  readonly detail: string | null;
}

/**
 * Starts at several points with the strategy's own warm-up and with all history before. Both begin flat at the same moment, so only the
 * history can make them differ: an average that still depends on its seed, a sum since the first bar, a count of bars.
 */
export async function lookForWarmUp(play: Play, whole: Observation, terms: BacktestTerms, sources: Sources): Promise<WarmUp> {
  const { plan } = whole;
  const starts = startsOf(terms, plan);
  if (starts.length === 0) return { finding: null, detail: null };
  const requests = starts.flatMap((start) => [requestOf(start, null), requestOf(start, start.bars)]);
  const runs = await play(requests);
  const tried = starts.map((start, at) => ({ start, own: runs[2 * at]!, all: runs[2 * at + 1]! }));
  const pairs = plan.warmUpBars === 0 ? await hasty(play, tried, longestWatch(plan)) : tried;
  const detail = `${starts.length} starts, each with ${plan.warmUpBars} bars of history and with ${starts[0]!.bars} to ${starts.at(-1)!.bars}`;
  for (const { start, own, all } of pairs) {
    const difference = firstDifference(all, own, { live: true });
    if (difference) return { finding: await decided(play, sources, { start, own, all, difference }), detail };
  }
  const seed = fadingSeed(pairs);
  return { finding: seed && (await seeded(play, sources, plan, seed)), detail };
}

function startsOf({ markets }: BacktestTerms, plan: StrategyPlan): readonly Start[] {
  const step = longestWatch(plan);
  const begin = Math.ceil(Math.max(...markets.map(({ tape }) => tape.series.firstStart)) / step);
  const end = Math.floor(Math.min(...markets.map(({ tape }) => tape.series.end)) / step);
  const least = begin + Math.max(1, plan.warmUpBars) + Math.max(LEAST_MORE, plan.warmUpBars);
  const last = end - LEAST_LIVE;
  if (least > last) return [];
  const places = Array.from({ length: STARTS }, (_, at) => Math.round(least + ((last - least) * at) / (STARTS - 1)));
  return [...new Set(places)].map((place) => ({
    at: place * step,
    to: Math.min(end, place + PLAYED) * step,
    bars: Math.min(MOST_HISTORY, place - begin),
  }));
}

function requestOf({ at, to }: Start, history: number | null): RunRequest {
  const spread = Array.from({ length: 5 }, (_, part) => at + Math.floor(((to - at) * part) / 4 / MINUTE) * MINUTE);
  return { variant: { kind: 'started', at, to, history }, statesAt: spread };
}

const MINUTE = INTERVALS['1m'];

interface Decided {
  readonly start: Start;
  readonly own: Observation;
  readonly all: Observation;
  readonly difference: Difference;
}

async function decided(play: Play, sources: Sources, { start, own, difference }: Decided): Promise<Finding> {
  const { at } = difference;
  const [mine, more] = await play([
    { ...requestOf(start, null), statesAt: [start.at, at], traceAt: at },
    { ...requestOf(start, start.bars), statesAt: [start.at, at], traceAt: at },
  ]);
  const paths = [at, start.at].flatMap((time) => differing(mine!, more!, time));
  const written = lineOfWrite([mine!, more!], paths, sources);
  const called = [mine!, more!].flatMap(({ trace }) => trace?.calls ?? []).map(({ stack }) => sources.locate(stack));
  const enough = await enoughHistory(play, start, own.plan.warmUpBars);
  return {
    kind: 'warm-up',
    line: written?.line ?? called.find((line) => line !== null) ?? null,
    at,
    hook: difference.hook,
    subject: written?.path ?? paths[0] ?? 'warmUp',
    message: `${sayDifference(difference)} when it starts at ${timeText(start.at)} after its ${own.plan.warmUpBars} bars of warmUp instead of ${start.bars}: ${written ? `"${written.path}" remembers where the data began` : 'something remembers where the data began'}; ${enough}`,
  };
}

async function seeded(play: Play, sources: Sources, { warmUpBars }: StrategyPlan, seed: Seed): Promise<Finding> {
  const start = { ...seed.start };
  const [mine] = await play([{ ...requestOf(start, null), statesAt: [], traceAt: start.at }]);
  const written = lineOfWrite([mine!], [seed.path], sources);
  const enough = await enoughHistory(play, start, warmUpBars, seed.path);
  return {
    kind: 'warm-up',
    line: written?.line ?? null,
    at: start.at,
    hook: 'warmUp',
    subject: seed.path,
    message: `at ${timeText(start.at)} "${seed.path}" is ${seed.own} after the ${warmUpBars} bars of warmUp and ${seed.all} after ${start.bars}, and the difference fades while it runs: the first decisions are made on a seed; ${enough}`,
  };
}

/** Paths that differ: indicator results first, the largest difference first; counts and windows last. */
function differing(mine: Observation, more: Observation, at: number): readonly string[] {
  const [first, second] = [mine.states[at], more.states[at]];
  if (!first || !second) return [];
  const paths = differingPaths(first, second);
  const isValue = (path: string): boolean => /(^|\.)value(\.|$)/.test(path);
  const isCount = (path: string): boolean => /(^|\.)count$|\[/.test(path);
  const [own, all] = [leavesOf(first), leavesOf(second)];
  const apart = (path: string): number => distance(own.get(path), all.get(path));
  const values = paths.filter(isValue).sort((one, other) => apart(other) - apart(one));
  return [...values, ...paths.filter((path) => !isValue(path) && !isCount(path)), ...paths.filter(isCount)];
}

/** Relative to the larger value, from 0 to 2; 2 if one of them is not a number. */
function distance(one: unknown, other: unknown): number {
  if (typeof one !== 'number' || typeof other !== 'number') return 2;
  return Math.abs(one - other) / Math.max(Math.abs(one), Math.abs(other));
}

/** The shortest history, doubling the strategy's warm-up, that gives the same result as all of it. */
async function enoughHistory(play: Play, start: Start, warmUpBars: number, path?: string): Promise<string> {
  const tries: number[] = [];
  for (let bars = Math.max(25, warmUpBars * 2); bars < start.bars && tries.length < 8; bars *= 2) tries.push(bars);
  const [all, ...runs] = await play([start.bars, ...tries].map((bars) => requestOf(start, bars)));
  const same = runs.findIndex((run) => {
    if (path !== undefined) return fadingSeed([{ start, own: run, all: all! }]) === null;
    return firstDifference(all!, run, { live: true }) === null;
  });
  return same < 0
    ? `no history of up to ${start.bars} bars is enough, so it never forgets`
    : `with ${tries[same]} bars it is the same here`;
}
