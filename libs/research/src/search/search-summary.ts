import { countsOf, surfacesOf, valueOf, type SearchResult, type SearchSummary } from '@libs/backtest';
import type { PreparedSearch } from './prepare-search';

const SHOWN = 10;

/** What a report shows of the search behind it. */
export function summaryOf({ spec, objective, plan }: PreparedSearch, { trials, ranked }: SearchResult): SearchSummary {
  return {
    sampler: spec.sampler,
    metric: objective.metric,
    better: objective.better,
    ...countsOf(trials),
    ranked: ranked.slice(0, SHOWN).map(({ params, score }) => ({ params, value: valueOf(objective, score) })),
    surfaces: surfacesOf(plan.space, objective, trials),
  };
}
