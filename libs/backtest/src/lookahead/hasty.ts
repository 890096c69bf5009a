import { firstDifference } from './compare';
import { fadingSeed } from './fading-seed';
import type { Moment, Observation, Play, RunRequest } from './observation';

/** A start with the strategy's own warm-up, and the full history available. */
export interface Waiting {
  readonly start: { readonly at: number; readonly to: number; readonly bars: number };
  readonly own: Observation;
}

/**
 * The starts at which a strategy without warm-up does not wait by itself. A strategy waits if it does nothing at first and, from its first
 * action on, acts as it does with all history. Strategies over markets listed at different times, as with `defineUniverse`, start that way:
 * with a warm-up they would wait for the last market. `step` is the length of its longest bars, in milliseconds.
 */
export async function hasty<Start extends Waiting>(play: Play, starts: readonly Start[], step: number): Promise<readonly Start[]> {
  const acts = starts.flatMap((start) => {
    const act = start.own.moments.find((moment) => isLive(moment) && moment.commands.length > 0);
    return act ? [{ start, at: Math.floor((act.at - 1) / step) * step, actAt: act.at }] : [];
  });
  const atOnce = acts.filter(({ start, at }) => at <= start.start.at).map(({ start }) => start);
  const later = acts.filter(({ start, at }) => at > start.start.at);
  if (later.length === 0) return atOnce;
  const runs = await play(later.flatMap((act) => requestsOf(act, step)));
  const others = later.filter(({ start: { start }, at }, place) => {
    const [mine, more] = [from(runs[2 * place]!, at), from(runs[2 * place + 1]!, at)];
    return firstDifference(more, mine, { live: true }) !== null || fadingSeed([{ start, own: mine, all: more }]) !== null;
  });
  return [...atOnce, ...others.map(({ start }) => start)];
}

interface Act {
  readonly start: Waiting;
  /** The close before the one at which it acts. */
  readonly at: number;
  readonly actAt: number;
}

/** As started, and with all history before it acts. */
function requestsOf({ start: { start }, at, actAt }: Act, step: number): readonly RunRequest[] {
  const { to, bars } = start;
  const statesAt = [actAt, Math.floor((actAt + to) / 2 / step) * step, to];
  return [
    { variant: { kind: 'started', at: start.at, to, history: null }, statesAt },
    { variant: { kind: 'started', at, to, history: bars + Math.round((at - start.at) / step) }, statesAt },
  ];
}

/** What came after that close. */
function from(observation: Observation, at: number): Observation {
  return { ...observation, from: at, moments: observation.moments.filter((moment) => isLive(moment) && moment.at > at) };
}

function isLive({ event }: Moment): boolean {
  return event !== 'init' && event !== 'history' && event !== 'start';
}
