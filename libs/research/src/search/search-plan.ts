import { cornersOf, paramsAt, spaceOf, type ParameterSpace } from '@libs/backtest';
import { StrategyRegistry, StrategySandbox } from '@libs/plugin-host';
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
export async function planSearch({ backtest, search }: OptimisationSpec, strategies: string | undefined): Promise<SearchPlan> {
  const where = strategies === undefined ? {} : { strategies };
  const { strategy, params: fixed } = backtest;
  const sandbox = new StrategySandbox({ ...where, onAnswer: () => undefined, onFault: () => undefined });
  try {
    const described = await sandbox.describe(strategy);
    if (!described.ok) throw new ResearchRefused(described.message);
    const { version } = described.description;
    const parameters = described.description.parameters;
    const space = searchable(() => spaceOf({ parameters, fixed, narrowed: search }));
    const plans: StrategyPlan[] = [];
    let refusal = '';
    const corners = cornersOf(space).map((point) => paramsAt(space, point));
    // What is never asked for where a corner is taken: the defaults, of a space whose corners are all refused.
    for (const corner of [...corners, fixed]) {
      if (corner === fixed && plans.length > 0) break;
      const answer = await sandbox.describe(strategy, corner);
      if (!answer.ok) throw new ResearchRefused(answer.message);
      if (answer.plan?.ok) plans.push(answer.plan.plan);
      else refusal ||= (answer.plan?.problems ?? []).map(({ message }) => message).join('; ');
    }
    if (plans.length === 0) throw new ResearchRefused(refusal);
    checkHeard(backtest, plans);
    const registered = await new StrategyRegistry(where).find(strategy);
    return { version, hash: registered?.hash ?? '', space, plans };
  } finally {
    await sandbox.close();
  }
}
