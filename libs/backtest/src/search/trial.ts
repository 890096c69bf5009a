import { METRIC_NAMES } from '../metrics/metric-table';
import type { Metrics } from '../metrics/metric-table';
import type { Trials } from '../metrics/significance';
import { DAYS_PER_YEAR } from '../metrics/growth';
import type { Point } from './space/dimension';

/** The result of a run with one set of parameters. */
export type TrialRun =
  | {
      readonly kind: 'done';
      readonly metrics: Metrics;
      readonly fillHash: string;
      readonly bars: number;
      /** Why the first of its orders was refused, where orders were and nothing was filled. */
      readonly unfilled?: string;
    }
  /** The strategy threw, looped or ran out of memory; the message names hook, bar and line. */
  | { readonly kind: 'failed'; readonly message: string }
  /** The strategy refuses these parameters, or the data is too short for them; nothing was run. */
  | { readonly kind: 'refused'; readonly message: string };

/** One trial as stored in the log; `number` counts proposals from 0. */
export interface Trial {
  readonly number: number;
  readonly point: Point;
  /** The searched parameters, without the fixed ones. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly run: TrialRun;
}

/** How many trials came to what. */
export type TrialCounts = Readonly<Record<TrialRun['kind'], number>>;

export function countsOf(trials: readonly Pick<Trial, 'run'>[]): TrialCounts {
  const counts = { done: 0, failed: 0, refused: 0 };
  for (const { run } of trials) counts[run.kind] += 1;
  return counts;
}

/** The trials of one search. */
export interface Tried {
  readonly trials: readonly Trial[];
  /** Days per year used to annualise their ratios; absent: 365. */
  readonly daysPerYear?: number | undefined;
}

/**
 * N and V of the deflated Sharpe ratio: the number of different runs with a Sharpe ratio, and the variance of these per day. Both are taken
 * over the same runs, because the source takes the best of N ratios: a run that failed, was refused or never traded has none and could not
 * have been the best, and a repetition of the same fills is not another trial. Similar runs count in full, which is the safe side of the
 * "independent trials" there. Bailey and López de Prado, The Deflated Sharpe Ratio, 2014:
 * https://papers.ssrn.com/sol3/papers.cfm?abstract_id=2460551
 */
export function trialsOf(searches: readonly Tried[]): Trials {
  const ratios = [...new Map(searches.flatMap(dailyRatios)).values()];
  return { count: ratios.length, sharpeVariance: variance(ratios) };
}

/** By what distinguishes one run from another. */
function dailyRatios({ trials, daysPerYear = DAYS_PER_YEAR }: Tried): readonly (readonly [run: string, ratio: number])[] {
  return trials.flatMap(({ run }) => {
    if (run.kind !== 'done' || run.metrics.sharpe === null) return [];
    const ratio = run.metrics.sharpe / Math.sqrt(daysPerYear);
    return [[`${run.fillHash} ${ratio}`, ratio] as const];
  });
}

/** JSON has no −0 and no NaN; a metric is a number, a text or null in both. */
export function isMetrics(value: unknown): value is Metrics {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  return METRIC_NAMES.every((name) => {
    const metric = record[name];
    return metric === null || typeof metric === 'string' || (typeof metric === 'number' && Number.isFinite(metric));
  });
}

function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
