import { mutation } from '@libs/client';
import type { ResearchRun, StoredCandles, Strategy } from '@libs/client';
import { useApi } from '../../api/api';
import { useRunForm } from '../../hooks/use-run-form';
import { inputOf, paramField, usualFields } from '../../state/backtest-form';
import { ParamInput } from './form-fields';
import { FormEnd, StrategyChoice, UsualTerms } from './form-parts';

export interface BacktestFormProps {
  readonly strategies: readonly Strategy[];
  readonly candles: readonly StoredCandles[];
  readonly started: (run: ResearchRun) => void;
}

/** Asks for a backtest; its fields are those of the strategy's own schema. */
export function BacktestForm({ strategies, candles, started }: BacktestFormProps) {
  const { request } = useApi();
  const form = useRunForm({
    ...{ strategies, started },
    usual: (strategy) => usualFields(strategy, candles),
    send: (strategy, fields, key) => request(mutation.startBacktest, { input: inputOf(strategy, fields, key) }),
  });
  if (!form) return null;
  return (
    <form className="run-form" aria-label="Start a backtest" onSubmit={form.submit}>
      <StrategyChoice form={form} strategies={strategies} hint={form.strategy.description} />
      <fieldset>
        <legend>Parameters</legend>
        <div className="field-grid">
          {form.strategy.parameters.map((parameter) => (
            <ParamInput key={parameter.name} parameter={parameter} candles={candles} {...form.bind(paramField(parameter.name))} />
          ))}
        </div>
      </fieldset>
      <UsualTerms form={form} />
      <FormEnd form={form} label="Start backtest" />
    </form>
  );
}
