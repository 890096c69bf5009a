import { InvalidSearch, SAMPLERS, objectiveOf, type Objective, type SamplerName } from '@libs/backtest';
import { z } from 'zod';
import { checkSpec, type BacktestSpec } from '../backtest/backtest-spec';
import { InvalidSpec, ResearchRefused } from '../refusals';

/** A search as it is asked for and stored: plain JSON. */
export interface OptimisationSpec {
  /** The backtest that each trial runs; its `params` are the fixed ones. */
  readonly backtest: BacktestSpec;
  /** Ranges by parameter: `5..50`, `5..50:5` or `a,b,c`; empty: every parameter that has a range or a choice. */
  readonly search: Readonly<Record<string, string>>;
  readonly sampler: SamplerName;
  /** How many trials are run, 1 to 100,000. */
  readonly trials: number;
  /** Name of a metric. */
  readonly objective: string;
  /** A run with fewer closed trades has no score. */
  readonly minTrades: number;
  /** Seed of the samplers `random` and `bayes`. */
  readonly seed: number;
}

const MOST_TRIALS = 100_000;
const MOST_SEED = 2 ** 31 - 1;

const searchSchema = z.object({
  search: z.record(z.string(), z.string({ error: 'text like 5..50, 5..50:5 or a,b,c' })),
  sampler: z.enum(SAMPLERS, { error: `one of ${SAMPLERS.join(', ')}` }),
  trials: whole(1, MOST_TRIALS),
  minTrades: whole(0, MOST_TRIALS),
  seed: whole(0, MOST_SEED),
});

/** Throws `InvalidSpec` for the first value out of its range; ranges of the strategy's own parameters are checked against its schema. */
export function checkOptimisation(spec: OptimisationSpec): Objective {
  checkSpec(spec.backtest);
  if (spec.backtest.others?.length) throw new InvalidSpec('others', 'left out of a search, which is of one strategy', 'there');
  const { error } = searchSchema.safeParse(spec);
  const issue = error?.issues[0];
  if (issue) throw new InvalidSpec(issue.path.join('.'), issue.message, JSON.stringify(valueAt(spec, issue.path)));
  return searchable(() => objectiveOf(spec.objective, spec.minTrades));
}

/** Runs `work` and turns an `InvalidSearch` into a `ResearchRefused`. */
export function searchable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof InvalidSearch ? new ResearchRefused(error.message, { cause: error }) : error;
  }
}

function whole(least: number, most: number): z.ZodType<number> {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

function valueAt(spec: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], spec);
}
