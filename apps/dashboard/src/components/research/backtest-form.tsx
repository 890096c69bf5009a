import { mutation } from '@libs/client';
import type { ResearchRun, StoredCandles, Strategy } from '@libs/client';
import { useApi } from '../../api/api';
import { useRunForm } from '../../hooks/use-run-form';
import { COURSES, inputOf, paramField, usualFields } from '../../state/backtest-form';
import { ParamInput } from './form-fields';
import { FormEnd, StrategyChoice, TermFields, UsualTerms } from './form-parts';

export interface BacktestFormProps {
  readonly strategies: readonly Strategy[];
  readonly candles: readonly StoredCandles[];
  readonly started: (run: ResearchRun) => void;
  /** A Monte Carlo is a backtest that is run for what else could have come of it. */
  readonly kind: 'BACKTEST' | 'MONTE_CARLO';
}

/** Asks for a backtest; its fields are those of the strategy's own schema. */
export function BacktestForm({ strategies, candles, started, kind }: BacktestFormProps) {
  const draws = kind === 'MONTE_CARLO';
  const { request } = useApi();
  const form = useRunForm({
    ...{ strategies, started },
    usual: (strategy) => ({ ...usualFields(strategy, candles), ...(draws ? { [COURSES.name]: COURSES.usual } : {}) }),
    send: (strategy, fields, key) =>
      request(draws ? mutation.startMonteCarlo : mutation.startBacktest, { input: inputOf(strategy, fields, key) }),
  });
  if (!form) return null;
  return (
    <form className="run-form" aria-label={draws ? 'Start a Monte Carlo' : 'Start a backtest'} onSubmit={form.submit}>
      <StrategyChoice form={form} strategies={strategies} hint={form.strategy.description} />
      <fieldset>
        <legend>Parameters</legend>
        <div className="field-grid">
          {form.strategy.parameters.map((parameter) => (
            <ParamInput key={parameter.name} parameter={parameter} candles={candles} {...form.bind(paramField(parameter.name))} />
          ))}
        </div>
      </fieldset>
      {draws && <TermFields form={form} legend="Draw" terms={[COURSES]} />}
      <UsualTerms form={form} />
      <FormEnd form={form} label={draws ? 'Start Monte Carlo' : 'Start backtest'} />
    </form>
  );
}
