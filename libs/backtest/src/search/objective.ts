import { METRIC_NAMES, describeMetric } from '../metrics/metric-table';
import type { MetricName, Metrics } from '../metrics/metric-table';
import { InvalidSearch } from './invalid-search';

/** The metric that a search maximises or minimises. */
export interface Objective {
  readonly metric: MetricName;
  readonly better: 'higher' | 'lower';
  /** A run with fewer closed trades has no score, because it proves nothing. */
  readonly minTrades: number;
}

const DEFAULT_MIN_TRADES = 30;

/** Any metric of the table with a preferred direction; throws `InvalidSearch` for others. */
export function objectiveOf(metric: string, minTrades = DEFAULT_MIN_TRADES): Objective {
  const usable = METRIC_NAMES.filter((name) => describeMetric(name).better !== undefined && name !== 'deflatedSharpe');
  const found = usable.find((name) => name === metric);
  if (found === undefined) throw new InvalidSearch(`there is no objective "${metric}"; it can be one of ${usable.join(', ')}`);
  if (!Number.isSafeInteger(minTrades) || minTrades < 0)
    throw new InvalidSearch(`the least number of trades is ${minTrades}; it must be a whole number, 0 or more`);
  return { metric: found, better: describeMetric(found).better!, minTrades };
}

/** Higher is always better; null if the metric has no value or there were too few trades. */
export function scoreOf({ metric, better, minTrades }: Objective, metrics: Metrics): number | null {
  const value = metrics[metric];
  if (value === null || (metrics.trades ?? 0) < minTrades) return null;
  return better === 'higher' ? Number(value) : -Number(value);
}

/** The metric's own value behind a score. */
export function valueOf({ better }: Pick<Objective, 'better'>, score: number): number {
  return better === 'higher' ? score : 0 - score;
}
