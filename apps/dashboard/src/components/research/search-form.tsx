import { mutation } from '@libs/client';
import type { ReportMetric, ResearchRun, StoredCandles, Strategy, StrategyParameter } from '@libs/client';
import { useApi } from '../../api/api';
import { readable } from '../../format/words';
import { useRunForm } from '../../hooks/use-run-form';
import { paramField, rangeOf } from '../../state/backtest-form';
import type { TermField } from '../../state/backtest-form';
import { searchInputOf, searchTerms, usualSearch } from '../../state/search-form';
import { FormEnd, StrategyChoice, TermFields, UsualTerms } from './form-parts';

export interface SearchFormProps {
  readonly strategies: readonly Strategy[];
  readonly candles: readonly StoredCandles[];
  readonly metrics: readonly ReportMetric[];
  readonly started: (run: ResearchRun) => void;
}

const HINT = 'Write 5..50 or 5..50:5 for a range and a,b,c for a choice to search a parameter; one value stays.';

/** Asks for a search: parameters written as a range are searched, the others stay. */
export function SearchForm({ strategies, candles, metrics, started }: SearchFormProps) {
  const { request } = useApi();
  const form = useRunForm({
    ...{ strategies, started },
    usual: (strategy) => usualSearch(strategy, candles),
    send: (strategy, fields, key) => request(mutation.startOptimisation, { input: searchInputOf(strategy, fields, key) }),
  });
  if (!form) return null;
  return (
    <form className="run-form" aria-label="Start an optimisation" onSubmit={form.submit}>
      <StrategyChoice form={form} strategies={strategies} hint={HINT} />
      <TermFields form={form} legend="Parameters" terms={form.strategy.parameters.map(termOf)} />
      <TermFields form={form} legend="Search" terms={searchTerms(metrics)} />
      <UsualTerms form={form} />
      <FormEnd form={form} label="Start optimisation" />
    </form>
  );
}

function termOf(parameter: StrategyParameter): TermField {
  const choice = parameter.options ? `one of ${parameter.options.join(', ')}` : '';
  const hint = [parameter.description, rangeOf(parameter), choice].filter(Boolean).join('; ');
  return { name: paramField(parameter.name), label: readable(parameter.name), hint, usual: '', type: 'text' };
}
