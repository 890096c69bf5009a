import { METRIC_NAMES } from '../../metrics/metric-table';
import type { Metrics } from '../../metrics/metric-table';

/** Metrics of a run that nobody made: those given, null for all others. */
export function sampleMetrics(given: Partial<Metrics> = {}): Metrics {
  return { ...Object.fromEntries(METRIC_NAMES.map((name) => [name, null])), trades: 100, ...given } as Metrics;
}
