import { leavesOf } from './leaves';
import type { Observation } from './observation';

interface Pair<Start> {
  readonly start: Start;
  /** After the strategy's own warm-up. */
  readonly own: Observation;
  /** After all available history. */
  readonly all: Observation;
}

export interface Seed<Start = { readonly at: number; readonly to: number; readonly bars: number }> {
  readonly start: Start;
  readonly path: string;
  readonly own: number | null;
  readonly all: number;
}

/** Share of a value's range; less is seed noise that nobody would notice. */
const SEEN = 0.01;
const FADED = 0.2;

/**
 * An indicator's result (`….value`) that is off by more than one hundredth of its range when trading begins, or missing, and becomes right
 * later: it was started too late. A value that never becomes right, such as a sum since the first bar, is not a fading seed; whether it
 * matters shows in decisions.
 */
export function fadingSeed<Start extends { readonly at: number }>(pairs: readonly Pair<Start>[]): Seed<Start> | null {
  let worst: { readonly seed: Seed<Start>; readonly size: number } | null = null;
  for (const [path, range] of rangesOf(pairs.map(({ all }) => all))) {
    for (const { start, own, all } of pairs) {
      const [mine, right] = [valuesOf(own, path), valuesOf(all, path)];
      const [first, last] = [right[0], right.at(-1)];
      if (typeof first !== 'number' || typeof last !== 'number') continue;
      const size = typeof mine[0] === 'number' ? Math.abs(mine[0] - first) / range : 1;
      const rest = mine.at(-1);
      const fades = typeof rest === 'number' && Math.abs(rest - last) <= FADED * size * range;
      if (size > SEEN && fades && size > (worst?.size ?? 0)) worst = { seed: { start, path, own: mine[0] ?? null, all: first }, size };
    }
  }
  return worst?.seed ?? null;
}

/** The range of each result over all runs. */
function rangesOf(runs: readonly Observation[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number[]>();
  for (const { states } of runs)
    for (const text of Object.values(states))
      for (const [path, leaf] of leavesOf(text))
        if (typeof leaf === 'number' && /(^|\.)value(\.[a-zA-Z]+)?$/.test(path)) seen.set(path, [...(seen.get(path) ?? []), leaf]);
  const ranges = [...seen].map(([path, values]) => [path, Math.max(...values) - Math.min(...values)] as const);
  return new Map(ranges.filter(([, range]) => range > 0));
}

function valuesOf({ states }: Observation, path: string): readonly (number | null)[] {
  const times = Object.keys(states)
    .map(Number)
    .sort((a, b) => a - b);
  return times.map((at) => {
    const leaf = leavesOf(states[at]!).get(path);
    return typeof leaf === 'number' ? leaf : null;
  });
}
