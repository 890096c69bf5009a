import { cornersOf, paramsAt, spaceOf, type ParameterSpace } from '@libs/backtest';
import { StrategyRegistry, askStrategies, type Asked } from '@libs/plugin-host';
import type { StrategyPlan } from '@libs/sdk';
import { checkHeard } from '../backtest/backtest-spec';
import { ResearchRefused } from '../refusals';
import type { OptimisationSpec } from './optimisation-spec';
import { searchable } from './optimisation-spec';

/** What a strategy says of the space that is to be searched. */
export interface SearchPlan {
  readonly version: string;
  /** Hash of the strategy's built files. */
  readonly hash: string;
  readonly space: ParameterSpace;
  /** Plans for the corners of the space whose parameters the strategy takes. */
  readonly plans: readonly StrategyPlan[];
}

/** Asks the strategy, in a sandbox; throws `ResearchRefused` when the space is none of its. */
export async function planSearch(spec: OptimisationSpec, strategies: string | undefined): Promise<SearchPlan> {
  const planned = await askStrategies(strategies, (asked) => plansFor(spec, asked));
  const registered = await new StrategyRegistry({ strategies }).find(spec.backtest.strategy);
  return { ...planned, hash: registered?.hash ?? '' };
}

async function plansFor({ backtest, search }: OptimisationSpec, asked: Asked): Promise<Omit<SearchPlan, 'hash'>> {
  const { strategy, params: fixed } = backtest;
  const described = await asked.describe(strategy);
  if (!described.ok) throw new ResearchRefused(described.message);
  const { version, parameters } = described.description;
  const space = searchable(() => spaceOf({ parameters, fixed, narrowed: search }));
  const plans: StrategyPlan[] = [];
  let refusal = '';
  const corners = cornersOf(space).map((point) => paramsAt(space, point));
  // What is never asked for where a corner is taken: the defaults, of a space whose corners are all refused.
  for (const corner of [...corners, fixed]) {
    if (corner === fixed && plans.length > 0) break;
    const answer = await asked.describe(strategy, corner);
    if (!answer.ok) throw new ResearchRefused(answer.message);
    if (answer.plan?.ok) plans.push(answer.plan.plan);
    else refusal ||= (answer.plan?.problems ?? []).map(({ message }) => message).join('; ');
  }
  if (plans.length === 0) throw new ResearchRefused(refusal);
  checkHeard(backtest, plans);
  return { version, space, plans };
}
