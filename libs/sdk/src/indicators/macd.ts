import { ema, type EmaState } from './ema';

/** Lengths of the averages, in values; `fast` is below `slow`. */
export interface MacdOptions {
  readonly fast?: number;
  readonly slow?: number;
  readonly signal?: number;
}

/** The difference of two averages, its own average, and the difference of both; in the value's unit. */
export interface MacdValue {
  readonly macd: number;
  readonly signal: number;
  readonly histogram: number;
}

/** A MACD as plain data. */
export interface MacdState {
  readonly fast: EmaState;
  readonly slow: EmaState;
  readonly signal: EmaState;
  value: MacdValue | null;
}

/**
 * Moving average convergence/divergence: macd = ema(fast) − ema(slow), signal = ema of macd, histogram = macd − signal. In the value's
 * unit. First result at value `slow`, where the signal starts at the macd itself. Averages are seeded with their first value; charts
 * that seed with a simple average differ until the seed has faded, after about five slow periods.
 * Source: G. Appel; https://school.stockcharts.com/doku.php?id=technical_indicators:moving_average_convergence_divergence_macd.
 *
 * @example
 * const state = macd.create({ fast: 12, slow: 26, signal: 9 });
 * const value = macd.update(state, bar.close);
 * if (value !== null && value.histogram > 0) …
 */
export const macd = Object.freeze({
  /** 12, 26 and 9 by default; lengths are whole numbers of at least 1 and `fast` is below `slow`; otherwise throws a RangeError. */
  create({ fast = 12, slow = 26, signal = 9 }: MacdOptions = {}): MacdState {
    if (fast >= slow) throw new RangeError(`fast is ${fast} and slow is ${slow}; fast must be below slow`);
    return { fast: ema.create(fast), slow: ema.create(slow), signal: ema.create(signal), value: null };
  },

  /** Adds the next value and returns the new values, or null while warming up. */
  update(state: MacdState, value: number): MacdValue | null {
    const distance = ema.update(state.fast, value) - ema.update(state.slow, value);
    if (state.slow.count < state.slow.period) return null;
    const signal = ema.update(state.signal, distance);
    return (state.value = { macd: distance, signal, histogram: distance - signal });
  },
});
