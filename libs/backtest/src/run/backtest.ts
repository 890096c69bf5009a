import { StrategyRuntime, planStrategy } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { hashOf } from '../fast/play-fast';
import type { BacktestResult, BacktestSpec, BacktestTerms, PlannedStrategy } from './backtest-terms';
import { InvalidBacktest } from './invalid-backtest';
import { DEPLOYMENT, Run } from './run';
import { ClaimedHost, LiveHost } from './strategy-host';
import type { Claim, StrategyHost } from './strategy-host';

export { DEPLOYMENT, InvalidBacktest };
export type { BacktestFault, BacktestMarket, BacktestResult, BacktestSpec, BacktestTerms, PlannedStrategy } from './backtest-terms';

/** Plays the tapes to the strategy in this process; the same spec gives the same result to the last digit. */
export function runBacktest(spec: BacktestSpec): BacktestResult {
  const planned = plannedOf(spec.strategy, spec.params);
  return playPlanned(planned, spec, liveHost(spec.strategy, spec.params));
}

/** What a strategy needs with these parameters; throws `InvalidBacktest` for those it refuses. */
export function plannedOf(strategy: Strategy, params: Readonly<Record<string, unknown>>): PlannedStrategy {
  const planned = planStrategy(strategy, params);
  if (!planned.ok) throw new InvalidBacktest(planned.problems.map(({ message }) => message).join('; '));
  return { name: strategy.name, version: strategy.version, plan: planned.plan };
}

export function liveHost(strategy: Strategy, params: Readonly<Record<string, unknown>>): LiveHost {
  return new LiveHost(new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params, keepsDecisions: false, keepsDebug: false }));
}

/** Answers by what a run elsewhere is said to have done. */
export function claimedHost(claim: Claim): ClaimedHost {
  return new ClaimedHost(claim, DEPLOYMENT);
}

/** Plays the tapes to whoever answers for the strategy; `progress` hears how many bars were played, about every thousand. */
export function playPlanned(
  strategy: PlannedStrategy,
  terms: BacktestTerms,
  host: StrategyHost,
  progress?: (bars: number) => void,
): BacktestResult {
  return new Run({ ...terms, ...strategy, host, ...(progress ? { progress } : {}) }).play();
}

/** As `playPlanned`, for a run whose claim is all that is wanted: its memory does not grow with the bars. */
export function playForClaim(
  strategy: PlannedStrategy,
  terms: BacktestTerms,
  host: LiveHost,
  progress?: (bars: number) => void,
): { readonly fillHash: string; readonly bars: number } {
  const result = new Run({ ...terms, ...strategy, host, keepsCurve: false, ...(progress ? { progress } : {}) }).play();
  return { fillHash: hashOf(result), bars: result.bars };
}
