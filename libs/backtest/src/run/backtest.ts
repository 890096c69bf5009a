import { StrategyRuntime, planStrategy } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { hashOf } from '../fast/play-fast';
import type { BacktestResult, BacktestSpec, BacktestTerms, HostedStrategy, PlannedStrategy } from './backtest-terms';
import { InvalidBacktest } from './invalid-backtest';
import { DEPLOYMENT, Run } from './run';
import { deploymentAt } from './seat';
import { ClaimedHost, LiveHost } from './strategy-host';
import type { Claim, StrategyHost } from './strategy-host';

export { DEPLOYMENT, InvalidBacktest };
export type { BacktestFault, BacktestMarket, BacktestResult, BacktestSpec, BacktestTerms, PlannedStrategy } from './backtest-terms';
export type { HostedStrategy, StrategyShare } from './backtest-terms';

/** Plays the tapes to the strategy in this process; the same spec gives the same result to the last digit. */
export function runBacktest(spec: BacktestSpec): BacktestResult {
  const planned = plannedOf(spec.strategy, spec.params);
  return playPlanned(planned, spec, liveHost(spec.strategy, spec.params));
}

/** What a strategy needs with these parameters; throws `InvalidBacktest` if it refuses them. */
export function plannedOf(strategy: Strategy, params: Readonly<Record<string, unknown>>): PlannedStrategy {
  const planned = planStrategy(strategy, params);
  if (!planned.ok) throw new InvalidBacktest(planned.problems.map(({ message }) => message).join('; '));
  return { name: strategy.name, version: strategy.version, plan: planned.plan };
}

interface LiveOptions {
  /** Index of the strategy in the run, 0 for the first. */
  readonly place?: number;
  /** Checks the state after each event instead of periodically. */
  readonly isSealing?: boolean;
}

/** A host that runs the strategy in this process. */
export function liveHost(
  strategy: Strategy,
  params: Readonly<Record<string, unknown>>,
  { place = 0, isSealing = false }: LiveOptions = {},
): LiveHost {
  const deploymentId = deploymentAt(place);
  return new LiveHost(new StrategyRuntime({ strategy, deploymentId, params, keepsDecisions: false, keepsDebug: false }), isSealing);
}

/** A host that answers from the claim of a run elsewhere; `place` as in that run. */
export function claimedHost(claim: Claim, place = 0): ClaimedHost {
  return new ClaimedHost(claim, deploymentAt(place));
}

/** Plays the tapes to one strategy's host; `progress` is called with the number of bars played, about every thousand. */
export function playPlanned(
  strategy: PlannedStrategy,
  terms: BacktestTerms,
  host: StrategyHost,
  progress?: (bars: number) => void,
): BacktestResult {
  return playTogether([{ ...strategy, host }], terms, progress);
}

/**
 * The same for several strategies on one account. They receive events in their order, like deployments in a trader. If one fails it is
 * stopped: its entries are cancelled, its position stays with its exits, and the others continue.
 */
export function playTogether(
  strategies: readonly HostedStrategy[],
  terms: BacktestTerms,
  progress?: (bars: number) => void,
): BacktestResult {
  return new Run({ ...terms, strategies, ...(progress ? { progress } : {}) }).play();
}

/** Like `playTogether`, if only the claims are needed: keeps no curve, so memory does not grow with the bars. */
export function playForClaim(
  strategies: readonly HostedStrategy[],
  terms: BacktestTerms,
  progress?: (bars: number) => void,
): { readonly fillHash: string; readonly bars: number } {
  const result = new Run({ ...terms, strategies, keepsCurve: false, ...(progress ? { progress } : {}) }).play();
  return { fillHash: hashOf(result), bars: result.bars };
}
