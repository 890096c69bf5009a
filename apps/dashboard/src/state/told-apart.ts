import type { ResearchRun } from '@libs/client';
import { readable } from '../format/words';
import { differences } from './differences';
import { marketOf, searchOf, termsOf } from './runs';

const MOST_NAMED = 4;

type Told = Pick<ResearchRun, 'id' | 'kind' | 'strategy' | 'spec'>;

/** By id, what distinguishes each run from the others of its kind, strategy and market: `fast 20, slow 60`; empty if nothing does. */
export function toldApart(runs: readonly Told[]): ReadonlyMap<string, string> {
  const groups = Map.groupBy(runs, (run) => JSON.stringify([run.kind, run.strategy, marketOf(run)]));
  const told = [...groups.values()].flatMap((group) => {
    const apart = differences(group.map((run) => [...searchOf(run), ...termsOf(run)]));
    return group.map(({ id }, at): readonly [string, string] => [id, shortened(apart[at]!)]);
  });
  return new Map(told);
}

/** `fast 20, slow 60`. */
export function termsText(terms: readonly (readonly [name: string, value: unknown])[]): string {
  return terms.map(([name, value]) => `${readable(name)} ${String(value)}`).join(', ');
}

function shortened(terms: readonly (readonly [string, unknown])[]): string {
  return termsText(terms.slice(0, MOST_NAMED)) + (terms.length > MOST_NAMED ? ', …' : '');
}
