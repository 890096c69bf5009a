import { longestWatch, windowsOf, type Objective, type WalkWindow } from '@libs/backtest';
import { InvalidSpec } from '../refusals';
import { checkOptimisation, searchable, type OptimisationSpec } from '../search/optimisation-spec';
import type { PreparedSearch } from '../search/prepare-search';

/** A walk forward as it is asked for and stored: plain JSON. */
export interface WalkForwardSpec {
  /** The search that each window does over its training data. */
  readonly optimisation: OptimisationSpec;
  /** Lengths of training and test in milliseconds, multiples of the longest watched bars. */
  readonly train: number;
  readonly test: number;
  /** Whether training always begins at the start of the data (anchored) instead of `train` before its test (rolling). */
  readonly anchored: boolean;
}

const MOST_WINDOWS = 1_000;

/** Throws `InvalidSpec` for the first value out of its range; whether the windows fit into the data is for `windowsIn` to say. */
export function checkWalkForward({ optimisation, train, test }: WalkForwardSpec): Objective {
  for (const [field, length] of Object.entries({ train, test }))
    if (!Number.isSafeInteger(length) || length <= 0)
      throw new InvalidSpec(field, 'a whole number of milliseconds above 0', String(length));
  return checkOptimisation(optimisation);
}

/** The windows of the data; throws `ResearchRefused` when there are none, or too many. */
export function windowsIn(spec: WalkForwardSpec, { plan, from, to }: PreparedSearch): readonly WalkWindow[] {
  checkWalkForward(spec);
  const { train, test, anchored } = spec;
  const step = Math.max(...plan.plans.map(longestWatch));
  const windows = searchable(() => windowsOf({ span: { from, to }, train, test, anchored, step }));
  if (windows.length > MOST_WINDOWS) throw new InvalidSpec('test', `long enough for at most ${MOST_WINDOWS} windows`, `${test} ms`);
  return windows;
}
