import { surfacesOf, type SearchResult, type SearchSummary, type TrialRun } from '@libs/backtest';
import type { PreparedSearch } from './prepare-search';

const SHOWN = 10;

/** What a report shows of the search behind it. */
export function summaryOf({ spec, objective, plan }: PreparedSearch, { trials, ranked }: SearchResult): SearchSummary {
  const count = (kind: TrialRun['kind']): number => trials.filter(({ run }) => run.kind === kind).length;
  const sign = objective.better === 'higher' ? 1 : -1;
  return {
    sampler: spec.sampler,
    metric: objective.metric,
    better: objective.better,
    done: count('done'),
    failed: count('failed'),
    refused: count('refused'),
    ranked: ranked.slice(0, SHOWN).map(({ params, score }) => ({ params, value: sign * score })),
    surfaces: surfacesOf(plan.space, objective, trials),
  };
}
