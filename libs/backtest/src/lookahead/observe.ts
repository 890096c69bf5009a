import { StrategyRuntime } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { DEPLOYMENT, plannedOf, playPlanned } from '../run/backtest';
import type { BacktestTerms } from '../run/backtest';
import type { Observation, RunRequest } from './observation';
import { ObservingHost } from './observing-host';
import { Tracer } from './tracing';
import { movedParams } from './moved-params';
import { variantOf } from './variant';

/** Plays one variant in this process and says what the strategy did; throws `InvalidBacktest` or `InvalidTape` for what cannot be played. */
export function observe(
  strategy: Strategy,
  given: Readonly<Record<string, unknown>>,
  terms: BacktestTerms,
  request: RunRequest,
): Observation {
  const { variant, statesAt = [], seals = true, traceAt } = request;
  const tracer = traceAt === undefined ? null : new Tracer();
  const hooked = tracer ? tracer.traced(strategy) : strategy;
  const params = variant.kind === 'moved' ? movedParams(plannedOf(hooked, given).plan.params, variant.by) : given;
  const played = variantOf({ planned: plannedOf(hooked, params), terms }, variant);
  const runtime = new StrategyRuntime({ strategy: hooked, deploymentId: DEPLOYMENT, params });
  const host = new ObservingHost(runtime, { statesAt: new Set(statesAt), seals, tracer, traceAt: traceAt ?? Infinity });
  const result = playPlanned(played.planned, played.terms, host);
  const stopped = result.fault && { ...result.fault, stack: '' };
  return {
    ...{ plan: played.planned.plan, from: result.from, to: result.to, moments: host.moments, states: host.states },
    ...{ rewrites: host.series.rewrites, fault: host.fault ?? stopped, trace: tracer?.trace ?? null },
  };
}
