/** An exponential moving average as plain data; keep it inside the strategy's state. */
export interface EmaState {
  readonly period: number;
  /** The average so far; null before the first value. */
  value: number | null;
  /** Number of values so far. */
  count: number;
}

/**
 * Exponential moving average, one value at a time: ema = ema + α · (value − ema) with α = 2 / (period + 1), seeded with the
 * first value. After n values the seed still weighs (1 − α)^n, so five periods of history leave less than 0.01 %.
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4 (EWMA),
 * https://www.itl.nist.gov/div898/handbook/pmc/section3/pmc324.htm; α by the span convention of technical analysis.
 *
 * @example
 * const state = ema.create(12);
 * ema.update(state, 100); // 100
 */
export const ema = Object.freeze({
  /** A new average; `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): EmaState {
    if (!Number.isSafeInteger(period) || period < 1)
      throw new RangeError(`an average over ${period} values does not exist; period must be 1 or more`);
    return { period, value: null, count: 0 };
  },

  /** Adds the next value, changes `state`, and returns the new average in the value's unit. */
  update(state: EmaState, value: number): number {
    const next = state.value === null ? value : state.value + (2 / (state.period + 1)) * (value - state.value);
    state.value = next;
    state.count += 1;
    return next;
  },
});
