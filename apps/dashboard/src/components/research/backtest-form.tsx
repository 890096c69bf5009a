import { mutation } from '@libs/client';
import type { ResearchRun, StoredCandles, Strategy } from '@libs/client';
import { useApi } from '../../api/api';
import { useRunForm } from '../../hooks/use-run-form';
import { COURSES, inputOf, paramField, usualFields } from '../../state/backtest-form';
import { OTHERS, othersIn, othersInput, usualOthers } from '../../state/other-strategies';
import { ParamInput } from './form-fields';
import { FormEnd, StrategyChoice, TermFields, UsualTerms } from './form-parts';
import { OtherStrategies } from './other-strategies';

export interface BacktestFormProps {
  readonly strategies: readonly Strategy[];
  readonly candles: readonly StoredCandles[];
  readonly started: (run: ResearchRun) => void;
  /** A Monte Carlo run is a backtest with resampled outcomes. */
  readonly kind: 'BACKTEST' | 'MONTE_CARLO';
}

/** Starts a backtest; its fields come from the strategy's schema. */
export function BacktestForm({ strategies, candles, started, kind }: BacktestFormProps) {
  const draws = kind === 'MONTE_CARLO';
  const { request } = useApi();
  const form = useRunForm({
    keep: kind,
    strategies,
    started,
    usual: (strategy, typed) => ({
      ...usualFields(strategy, candles),
      ...usualOthers(strategy, othersIn(typed, strategies), candles),
      ...(draws ? { [COURSES.name]: COURSES.usual } : {}),
    }),
    send: (strategy, fields, key) => {
      const input = { ...inputOf(strategy, fields, key), ...othersInput(othersIn(fields, strategies), fields) };
      return request(draws ? mutation.startMonteCarlo : mutation.startBacktest, { input });
    },
  });
  if (!form) return null;
  const others = othersIn({ [OTHERS]: form.bind(OTHERS).value }, strategies);
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
      <OtherStrategies form={form} strategies={strategies} others={others} candles={candles} />
      {draws && <TermFields form={form} legend="Draw" terms={[COURSES]} />}
      <UsualTerms form={form} />
      <FormEnd form={form} label={draws ? 'Start Monte Carlo' : 'Start backtest'} />
    </form>
  );
}
