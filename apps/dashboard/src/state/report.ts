/** What the pages read of a stored report, `plimsoll.backtest-report/1`; times are epoch milliseconds. */
export interface Series {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface ReportTrade {
  readonly symbol: string;
  readonly side: 'LONG' | 'SHORT';
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly quantity: string;
  readonly entryPrice: string;
  readonly exitPrice: string | null;
  readonly profit: string;
  readonly return: number;
  readonly entryTag: string | null;
  readonly exitReason: string | null;
}

export interface MonthReturn {
  readonly year: number;
  /** 1…12. */
  readonly month: number;
  readonly return: number;
}

export interface Report {
  readonly subject: {
    readonly title: string;
    readonly strategy: string;
    readonly version: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly quote: string;
    readonly notes?: readonly string[];
  };
  readonly from: number;
  readonly to: number;
  readonly startingEquity: string;
  readonly metrics: Readonly<Record<string, number | string | null>>;
  readonly equity: Series;
  readonly drawdown: Series;
  readonly benchmark: Series | null;
  readonly months: readonly MonthReturn[];
  readonly trades: readonly ReportTrade[];
  readonly tradesLeftOut: number;
}

export interface Point {
  /** Seconds since the epoch, rising. */
  readonly time: number;
  readonly value: number;
}

/** A curve as charts take it: one point a second, the last of several. */
export function pointsOf({ times, values }: Series, map: (value: number) => number = (value) => value): readonly Point[] {
  const points = new Map<number, number>();
  times.forEach((at, index) => points.set(Math.floor(at / 1_000), map(values[index]!)));
  return [...points].map(([time, value]) => ({ time, value }));
}

export interface YearRow {
  readonly year: number;
  /** January to December; null where the run was not there. */
  readonly months: readonly (number | null)[];
  /** Of the months compounded. */
  readonly whole: number;
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
