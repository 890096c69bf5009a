import { ApiUnreachable, mutation } from '@libs/client';
import type { ReportMetric, ResearchRun, StoredCandles, Strategy, StrategyParameter } from '@libs/client';
import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import { useApi } from '../../api/api';
import { readable } from '../../format/words';
import { FINE_TERMS, TERMS, paramField, rangeOf, usualFields } from '../../state/backtest-form';
import type { Fields, TermField } from '../../state/backtest-form';
import { newKey } from '../../state/idempotency-key';
import { proposedRange, searchInputOf } from '../../state/search-form';
import { TermInput } from './form-fields';

export interface SearchFormProps {
  readonly strategies: readonly Strategy[];
  readonly candles: readonly StoredCandles[];
  readonly metrics: readonly ReportMetric[];
  readonly started: (run: ResearchRun) => void;
}

const SAMPLERS = [
  ['bayes', 'Bayes: learns from results'],
  ['grid', 'Grid: all, in steps'],
  ['random', 'Random'],
] as const;

/** Asks for a search: parameters written as a range are searched, the others stay. */
export function SearchForm({ strategies, candles, metrics, started }: SearchFormProps) {
  const { request } = useApi();
  const form = useId();
  const [name, setName] = useState<string | null>(null);
  const [typed, setTyped] = useState<Fields>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [key, setKey] = useState(newKey);
  const strategy = strategies.find((one) => one.name === name) ?? strategies[0];
  if (!strategy) return null;
  const fields: Fields = { ...usualSearch(strategy, candles), ...typed };
  const set = (field: string, value: string): void => {
    setTyped((known) => ({ ...known, [field]: value }));
    setTrouble(null);
    setKey(newKey());
  };
  const bind = (field: string) => ({
    ...{ id: `${form}-${field}`, value: fields[field] ?? '', problem: null, set: (value: string) => set(field, value) },
  });
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSending(true);
    try {
      const result = await request(mutation.startOptimisation, { input: searchInputOf(strategy, fields, key) });
      if (result.__typename === 'ResearchRun') {
        started(result);
        setKey(newKey());
      } else setTrouble(result.message);
    } catch (error) {
      const silent = 'No answer came, so it is not known whether the search was taken. Sending again is safe.';
      setTrouble(error instanceof ApiUnreachable ? silent : error instanceof Error ? error.message : String(error));
    } finally {
      setSending(false);
    }
  };
  return (
    <form className="run-form" aria-label="Start an optimisation" onSubmit={(event) => void send(event)}>
      <label className="field">
        <span className="field-name">Strategy</span>
        <select value={strategy.name} onChange={({ target }) => (setName(target.value), setTyped({}), setTrouble(null), setKey(newKey()))}>
          {strategies.map((one) => (
            <option key={one.name} value={one.name}>
              {one.title} ({one.name})
            </option>
          ))}
        </select>
        <small className="hint">Write 5..50 or 5..50:5 for a range and a,b,c for a choice to search a parameter; one value stays.</small>
      </label>
      <fieldset>
        <legend>Parameters</legend>
        <div className="field-grid">
          {strategy.parameters.map((parameter) => (
            <TermInput key={parameter.name} {...bind(paramField(parameter.name))} term={termOf(parameter)} />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>Search</legend>
        <div className="field-grid">
          <Choice {...bind('sampler')} label="How" options={SAMPLERS} />
          <Choice
            {...bind('objective')}
            label="Wanted"
            options={metrics.filter(isWanted).map(({ name: metric, label }) => [metric, label])}
          />
          <TermInput {...bind('trials')} term={{ ...WHOLE, label: 'Trials', hint: 'at most' }} />
          <TermInput {...bind('minTrades')} term={{ ...WHOLE, label: 'Least trades', hint: 'below which a trial has no value' }} />
        </div>
      </fieldset>
      <fieldset>
        <legend>Time and money</legend>
        <div className="field-grid">
          {TERMS.map((term) => (
            <TermInput key={term.name} {...bind(term.name)} term={term} />
          ))}
        </div>
      </fieldset>
      <details>
        <summary>Fees, slippage, latency</summary>
        <div className="field-grid">
          {FINE_TERMS.map((term) => (
            <TermInput key={term.name} {...bind(term.name)} term={term} />
          ))}
        </div>
      </details>
      <div className="form-end">
        <p className="dialog-message" role="alert">
          {trouble}
        </p>
        <button type="submit" className="button primary" disabled={isSending}>
          {isSending ? 'Sending…' : 'Start optimisation'}
        </button>
      </div>
    </form>
  );
}

const WHOLE = { name: 'slippage', usual: '', type: 'whole' } as const satisfies Partial<TermField>;

function usualSearch(strategy: Strategy, candles: readonly StoredCandles[]): Fields {
  const ranges = strategy.parameters.flatMap((parameter) => {
    const range = proposedRange(parameter);
    return range === null ? [] : [[paramField(parameter.name), range]];
  });
  const search = { sampler: 'bayes', objective: 'sharpe', trials: '100', minTrades: '30' };
  return { ...usualFields(strategy, candles), ...Object.fromEntries(ranges), ...search };
}

function termOf(parameter: StrategyParameter): TermField {
  const choice = parameter.options ? `one of ${parameter.options.join(', ')}` : '';
  const hint = [parameter.description, rangeOf(parameter), choice].filter(Boolean).join('; ');
  return { name: 'detail', label: readable(parameter.name), hint, usual: '', type: 'text' };
}

function isWanted({ name, better }: ReportMetric): boolean {
  return better !== null && name !== 'deflatedSharpe';
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly options: readonly (readonly [string, string])[];
}

function Choice({ id, label, value, set, options }: ChoiceProps) {
  return (
    <div className="field">
      <label className="field-name" htmlFor={id}>
        {label}
      </label>
      <select id={id} value={value} onChange={({ target }) => set(target.value)}>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
