import { checkLength } from './rolling/check-length';

/** Wilder's moving average as plain data. */
export interface RmaState {
  readonly period: number;
  /** Number of values so far, up to `period`, and their sum: the seed. */
  count: number;
  sum: number;
  value: number | null;
}

/**
 * Wilder's smoothing (RMA, SMMA): average = average + (value − average) / period, seeded with the mean of the first `period` values.
 * In the value's unit; first result at value `period`. A value's weight halves in about 0.7 · period further values.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978);
 * https://www.tradingview.com/pine-script-reference/v6/#fun_ta.rma.
 *
 * @example
 * const state = rma.create(2);
 * [1, 3, 6].map((value) => rma.update(state, value)); // null, 2, 4
 */
export const rma = Object.freeze({
  /** A new average; `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): RmaState {
    checkLength('period', period);
    return { period, count: 0, sum: 0, value: null };
  },

  /** Adds the next value and returns the new average, or null while warming up. */
  update(state: RmaState, value: number): number | null {
    if (state.value !== null) return (state.value += (value - state.value) / state.period);
    state.count += 1;
    state.sum += value;
    if (state.count === state.period) state.value = state.sum / state.period;
    return state.value;
  },
});
