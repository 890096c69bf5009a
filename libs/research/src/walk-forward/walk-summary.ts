import { finalEquity, type Objective, type StretchFigures, type WalkSummary, type WalkedStretch } from '@libs/backtest';
import type { BacktestOutcome } from '../backtest/run-backtest-job';
import type { PreparedSearch } from '../search/prepare-search';
import type { WalkForwardSpec } from './walk-forward-spec';
import type { WalkedWindow } from './walked-window';

/** What a report shows of the windows behind it. */
export function walkSummaryOf(
  { objective }: Pick<PreparedSearch, 'objective'>,
  { optimisation, train, test, anchored }: WalkForwardSpec,
  { windows, asked, efficiency }: { readonly windows: readonly WalkedWindow[]; readonly asked: number; readonly efficiency: number | null },
): WalkSummary {
  const { metric, better } = objective;
  return {
    sampler: optimisation.sampler,
    metric,
    better,
    train,
    test,
    anchored,
    asked,
    efficiency,
    windows: windows.map((window) => stretchOf(window, objective)),
  };
}

function stretchOf({ train, test, search, winner, record }: WalkedWindow, objective: Objective): WalkedStretch {
  return {
    train,
    test,
    trials: search.trials.filter(({ run }) => run.kind !== 'refused').length,
    winner: winner && {
      params: winner.trial.params,
      inSample: figuresOf(winner.inSample, objective),
      outOfSample: figuresOf(winner.outOfSample, objective),
      fault: faultOf(winner.outOfSample),
    },
    startingEquity: String(record.startingEquity),
    endEquity: finalEquity(record).toString(),
  };
}

function figuresOf({ report: { metrics } }: BacktestOutcome, { metric }: Objective): StretchFigures {
  const { totalReturn, maxDrawdown, sharpe, trades } = metrics;
  const value = metrics[metric];
  return { value: value === null ? null : Number(value), totalReturn, maxDrawdown, sharpe, trades };
}

function faultOf({ result: { fault } }: BacktestOutcome): string | null {
  return fault && `${new Date(fault.at).toISOString()} in ${fault.hook}: ${fault.message}`;
}
