import type { Curve } from './run-record';

export const DAY = 86_400_000;

/** Equity at the end of each UTC day of a span, and each day's return. */
export interface DailyReturns {
  /** Number of the first day since 1970-01-01. */
  readonly firstDay: number;
  /** Equity at the end of each day. */
  readonly equity: Float64Array;
  /** As fractions of the equity at the end of the day before. */
  readonly returns: Float64Array;
}

/**
 * Cuts a curve into UTC days. A sample at midnight is the close of the day that ends; days without a sample return 0; the span's first and
 * last day count even if partial. A return is meaningless once equity is zero or negative, so that day is the last one. Without a sample
 * after `from`, or without starting equity, there are no days.
 */
export function dailyReturns(curve: Curve, from: number, startingEquity: number): DailyReturns {
  const first = firstAfter(curve.times, from);
  const count = curve.times.length;
  if (first === count || startingEquity <= 0) return { firstDay: 0, equity: new Float64Array(), returns: new Float64Array() };
  const firstDay = Math.floor(from / DAY);
  const equity = new Float64Array(dayOf(curve.times[count - 1]!) - firstDay + 1);
  let sample = first;
  let value = startingEquity;
  for (let day = 0; day < equity.length; day += 1) {
    const end = (firstDay + day + 1) * DAY;
    while (sample < count && curve.times[sample]! <= end) value = curve.equity[sample++]!;
    equity[day] = value;
    if (value <= 0)
      return { firstDay, equity: equity.subarray(0, day + 1), returns: returnsOf(equity.subarray(0, day + 1), startingEquity) };
  }
  return { firstDay, equity, returns: returnsOf(equity, startingEquity) };
}

/** Relative change from each value to the next, the first against `start`. */
export function returnsOf(values: Float64Array, start: number): Float64Array {
  return values.map((value, index) => value / (index === 0 ? start : values[index - 1]!) - 1);
}

/** The UTC day of a close: midnight ends a day. */
export function dayOf(at: number): number {
  return Math.ceil(at / DAY) - 1;
}

/** Index of the first time after `at`; the length if there is none. */
export function firstAfter(times: Float64Array, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
