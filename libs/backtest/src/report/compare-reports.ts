import { METRIC_NAMES, describeMetric, type MetricDescription, type MetricName } from '../metrics/metric-table';
import { USUAL_YEAR } from '../metrics/growth';
import { endingText } from './endings';
import type { Report } from './report';

/** One metric across runs. */
export interface ComparisonRow extends MetricDescription {
  readonly name: MetricName;
  /** In the order of the reports. */
  readonly values: readonly (number | string | null)[];
  /** Which reports have the best value; empty if neither direction is better or all are equal. */
  readonly best: readonly number[];
}

export interface Comparison {
  readonly titles: readonly string[];
  /** What cut each run short (fault, liquidation) and when; null if nothing did. */
  readonly endings: readonly (string | null)[];
  readonly rows: readonly ComparisonRow[];
  /** Why the numbers may not be comparable; empty if they are. */
  readonly warnings: readonly string[];
}

/** Compares reports metric by metric; metrics that no report has are omitted. */
export function compareReports(reports: readonly Report[]): Comparison {
  const rows = METRIC_NAMES.map((name) => rowOf(name, reports)).filter(({ values }) => values.some((value) => value !== null));
  return { titles: reports.map(({ subject }) => subject.title), endings: reports.map(endingText), rows, warnings: warningsOf(reports) };
}

function rowOf(name: MetricName, reports: readonly Report[]): ComparisonRow {
  const description = describeMetric(name);
  // Reports of an earlier version lack the newest metrics.
  const values = reports.map(({ metrics }) => metrics[name] ?? null);
  return { name, ...description, values, best: bestOf(values, description.better) };
}

function bestOf(values: readonly (number | string | null)[], better: MetricDescription['better']): number[] {
  if (better === undefined) return [];
  const known = values.filter((value) => value !== null).map(Number);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (known.length < 2 || low === high) return [];
  const wanted = better === 'higher' ? high : low;
  return values.flatMap((value, index) => (value !== null && Number(value) === wanted ? [index] : []));
}

function warningsOf(reports: readonly Report[]): string[] {
  const differ = (what: (report: Report) => unknown): boolean => new Set(reports.map((report) => JSON.stringify(what(report)))).size > 1;
  return [
    ...(differ(({ from, to }) => [from, to]) ? ['The runs cover different times.'] : []),
    ...(differ(({ subject }) => subject.quote) ? ['The runs count in different assets.'] : []),
    ...(differ(({ startingEquity }) => startingEquity) ? ['The runs start with different equity.'] : []),
    ...(differ(({ year = USUAL_YEAR }) => [year.daysPerYear, year.riskFreeRate])
      ? ['The runs count a year, or what it earns without risk, differently.']
      : []),
    ...(differ(({ markets }) => markets.map(({ symbol }) => symbol).toSorted()) ? ['The runs trade different markets.'] : []),
  ];
}
