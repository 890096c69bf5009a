import { StrategyRuntime } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { DEPLOYMENT, plannedOf, playPlanned } from '../run/backtest';
import type { BacktestResult, BacktestTerms } from '../run/backtest';
import { movedParams } from './moved-params';
import type { Observation, RunRequest } from './observation';
import { ObservingHost } from './observing-host';
import { Tracer } from './tracing';
import { variantOf } from './variant';

type Params = Readonly<Record<string, unknown>>;

export interface ObservedRun {
  readonly observation: Observation;
  readonly result: BacktestResult;
}

export interface ObserveOptions extends Omit<RunRequest, 'variant'> {
  /** Called with the number of bars played, about every thousand. */
  readonly progress?: (bars: number) => void;
}

/**
 * Plays one variant in this process and returns what the strategy did; throws `InvalidBacktest` or `InvalidTape` if it cannot be played.
 */
export function observe(
  strategy: Strategy,
  params: Params,
  terms: BacktestTerms,
  { variant, ...options }: RunRequest & Pick<ObserveOptions, 'progress'>,
): Observation {
  if (variant.kind !== 'moved') return observedVariant(strategy, params, terms, variant, options).observation;
  const moved = movedParams(plannedOf(strategy, params).plan.params, variant.by);
  return observedVariant(strategy, moved, terms, variant, options).observation;
}

/** Plays the unmodified market, and also returns the fills. */
export function observedBacktest(strategy: Strategy, params: Params, terms: BacktestTerms, options: ObserveOptions = {}): ObservedRun {
  return observedVariant(strategy, params, terms, { kind: 'whole' }, options);
}

function observedVariant(
  strategy: Strategy,
  params: Params,
  terms: BacktestTerms,
  variant: RunRequest['variant'],
  { statesAt = [], seals = true, watchesState = false, traceAt, restartsEvery = Infinity, progress }: ObserveOptions,
): ObservedRun {
  const tracer = traceAt === undefined ? null : new Tracer();
  const hooked = tracer ? tracer.traced(strategy) : strategy;
  const played = variantOf({ planned: plannedOf(hooked, params), terms }, variant);
  const start = (saved?: ReturnType<StrategyRuntime['save']>): StrategyRuntime =>
    new StrategyRuntime({ strategy: hooked, deploymentId: DEPLOYMENT, params, ...(saved ? { saved } : {}) });
  const watching = { statesAt: new Set(statesAt), seals, watchesState, tracer, traceAt: traceAt ?? Infinity, restartsEvery };
  const host = new ObservingHost(start, watching);
  const result = playPlanned(played.planned, played.terms, host, progress);
  const stopped = result.fault && { ...result.fault, stack: '' };
  const observation: Observation = {
    plan: played.planned.plan,
    from: result.from,
    to: result.to,
    moments: host.moments,
    states: host.states,
    rewrites: host.series.rewrites,
    lastState: host.lastState,
    fault: host.fault ?? stopped,
    trace: tracer?.trace ?? null,
  };
  return { observation, result };
}
