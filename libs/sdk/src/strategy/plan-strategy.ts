import { brokenPlan } from './check-definition';
import type { Strategy } from './define-strategy';
import type { PlanResult, StrategyDescription, StrategyPlan } from './description';
import { validateParams } from './validate-params';
import { hearingsOf, splitWatches } from './watches';

/** The strategy's metadata; calls none of its functions. */
export function descriptionOf(strategy: Strategy): StrategyDescription {
  const { name, version, title, description, params } = strategy;
  return { name, version, title, description, parameters: Object.entries(params).map(([key, value]) => ({ name: key, ...value })) };
}

/** Validates parameters and asks the strategy what it watches with them. Throws only if the strategy itself is invalid. */
export function planStrategy(strategy: Strategy, values: Readonly<Record<string, unknown>>): PlanResult {
  const checked = validateParams(descriptionOf(strategy).parameters, values);
  if (!checked.ok) return checked;
  const refusal = strategy.check?.(checked.params) ?? null;
  if (refusal !== null) return { ok: false, problems: [{ parameter: null, message: refusal }] };
  const { watches, streams } = splitWatches(strategy.watches(checked.params));
  const hears = hearingsOf(strategy);
  const plan: StrategyPlan = {
    params: checked.params,
    watches,
    ...(streams.length === 0 ? {} : { streams }),
    ...(hears.length === 0 ? {} : { hears }),
    warmUpBars: strategy.warmUp(checked.params),
  };
  const broken = brokenPlan(plan, strategy);
  if (broken !== null) throw new Error(`strategy ${strategy.name}: ${broken}`);
  return { ok: true, plan };
}
