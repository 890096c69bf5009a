import type { MonthReturn, Report, Series } from '@libs/backtest';
import type { OptimisationReport } from '@libs/research';

/** The report of a run as a backtest: of a search it is that of its best trial, if it found one. */
export function backtestOf(report: Report | OptimisationReport | null): Report | null {
  if (report === null || !('best' in report)) return report;
  return report.best?.report ?? null;
}

/** A report value by its api name; null if absent. */
export function valueOf(
  metrics: Readonly<Record<string, number | string | null | undefined>> | null,
  name: string,
): number | string | null {
  return metrics?.[name] ?? null;
}

export interface Point {
  /** Seconds since the epoch, rising. */
  readonly time: number;
  readonly value: number;
}

/** A curve in the format of the charts: one point per second, the last of several. */
export function pointsOf({ times, values }: Series, map: (value: number) => number = (value) => value): readonly Point[] {
  const points = new Map<number, number>();
  times.forEach((at, index) => points.set(Math.floor(at / 1_000), map(values[index]!)));
  return [...points].map(([time, value]) => ({ time, value }));
}

export interface YearRow {
  readonly year: number;
  /** January to December; null for months outside the run. */
  readonly months: readonly (number | null)[];
  /** Compounded from the months. */
  readonly whole: number;
}

/** The months, 0 to 11, in which any year has a return. */
export function monthsOf(years: readonly YearRow[]): readonly number[] {
  return Array.from({ length: 12 }, (_, month) => month).filter((month) => years.some(({ months }) => months[month] !== null));
}

/** Months as a table of years, newest first. */
export function yearsOf(months: readonly MonthReturn[]): readonly YearRow[] {
  const byYear = Map.groupBy(months, ({ year }) => year);
  return [...byYear]
    .map(([year, own]) => ({
      year,
      months: Array.from({ length: 12 }, (_, index) => own.find(({ month }) => month === index + 1)?.return ?? null),
      whole: own.reduce((product, month) => product * (1 + month.return), 1) - 1,
    }))
    .sort((a, b) => b.year - a.year);
}
