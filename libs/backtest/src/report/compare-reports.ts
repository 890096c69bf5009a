import { METRIC_NAMES, describeMetric, type MetricDescription, type MetricName } from '../metrics/metric-table';
import { USUAL_YEAR } from '../metrics/growth';
import { endingText } from './endings';
import { formatMetric } from './page/format';
import type { Report } from './report';

/** One metric across runs. */
export interface ComparisonRow extends MetricDescription {
  readonly name: MetricName;
  /** In the order of the reports. */
  readonly values: readonly (number | string | null)[];
  /** Which reports have the best value as it is shown; empty if neither direction is better or all are shown the same. */
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
  return { name, ...description, values, best: bestOf(values, description) };
}

function bestOf(values: readonly (number | string | null)[], { better, unit }: MetricDescription): number[] {
  const known = values.filter((value) => value !== null);
  if (better === undefined || known.length < 2) return [];
  const shown = new Set(known.map((value) => formatMetric(value, unit)));
  if (shown.size === 1) return [];
  const numbers = known.map(Number);
  const best = formatMetric(better === 'higher' ? Math.max(...numbers) : Math.min(...numbers), unit);
  return values.flatMap((value, index) => (formatMetric(value, unit) === best ? [index] : []));
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
