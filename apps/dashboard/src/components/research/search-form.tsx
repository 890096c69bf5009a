import { mutation } from '@libs/client';
import type { ReportMetric, ResearchRun, StoredCandles, Strategy, StrategyParameter } from '@libs/client';
import { useApi } from '../../api/api';
import { readable } from '../../format/words';
import { useRunForm } from '../../hooks/use-run-form';
import { paramField, rangeOf } from '../../state/backtest-form';
import type { TermField } from '../../state/backtest-form';
import { WALK_TERMS, searchInputOf, searchTerms, usualSearch, walkInputOf } from '../../state/search-form';
import { FormEnd, StrategyChoice, TermFields, UsualTerms } from './form-parts';

export interface SearchFormProps {
  readonly strategies: readonly Strategy[];
  readonly candles: readonly StoredCandles[];
  readonly metrics: readonly ReportMetric[];
  readonly started: (run: ResearchRun) => void;
  /** A walk-forward searches one window after another. */
  readonly kind: 'OPTIMISATION' | 'WALK_FORWARD';
}

const HINT = 'Write 5..50 or 5..50:5 for a range and a,b,c for a choice to search a parameter; one value stays.';

/** Starts a search: parameters written as a range are searched, the others are fixed. */
export function SearchForm({ strategies, candles, metrics, started, kind }: SearchFormProps) {
  const walks = kind === 'WALK_FORWARD';
  const { request } = useApi();
  const form = useRunForm({
    keep: kind,
    strategies,
    started,
    usual: (strategy) => ({
      ...usualSearch(strategy, candles),
      ...(walks ? Object.fromEntries(WALK_TERMS.map(({ name, usual }) => [name, usual])) : {}),
    }),
    send: (strategy, fields, key) =>
      walks
        ? request(mutation.startWalkForward, { input: walkInputOf(strategy, fields, key) })
        : request(mutation.startOptimisation, { input: searchInputOf(strategy, fields, key) }),
  });
  if (!form) return null;
  return (
    <form className="run-form" aria-label={walks ? 'Start a walk forward' : 'Start an optimisation'} onSubmit={form.submit}>
      <StrategyChoice form={form} strategies={strategies} hint={HINT} />
      <TermFields form={form} legend="Parameters" terms={form.strategy.parameters.map(termOf)} />
      <TermFields form={form} legend="Search" terms={searchTerms(metrics)} />
      {walks && <TermFields form={form} legend="Windows" terms={WALK_TERMS} />}
      <UsualTerms form={form} />
      <FormEnd form={form} label={walks ? 'Start walk forward' : 'Start optimisation'} />
    </form>
  );
}

function termOf(parameter: StrategyParameter): TermField {
  const choice = parameter.options ? `one of ${parameter.options.join(', ')}` : '';
  const hint = [parameter.description, rangeOf(parameter), choice].filter(Boolean).join('; ');
  return { name: paramField(parameter.name), label: readable(parameter.name), hint, usual: '', type: 'text' };
}
