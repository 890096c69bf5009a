import { checkLength } from './rolling/check-length';
import { rollingSum, slideSum, type RollingSum } from './rolling/rolling-sum';

/** A simple moving average as plain data; keep it inside the strategy's state. */
export interface SmaState {
  readonly period: number;
  readonly sum: RollingSum;
  /** The last result; null while warming up. */
  value: number | null;
}

/**
 * Simple moving average: the sum of the last `period` values divided by `period`. In the value's unit; first result at value
 * `period`. The sum is compensated, so it neither drifts nor remembers an outlier that has left.
 * Source: https://school.stockcharts.com/doku.php?id=technical_indicators:moving_averages.
 *
 * @example
 * const state = sma.create(3);
 * [1, 2, 6].map((close) => sma.update(state, close)); // null, null, 3
 */
export const sma = Object.freeze({
  /** A new average; `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): SmaState {
    checkLength('period', period);
    return { period, sum: rollingSum(period), value: null };
  },

  /** Adds the next value and returns the new average, or null while warming up. */
  update(state: SmaState, value: number): number | null {
    const total = slideSum(state.sum, value);
    return (state.value = total === null ? null : total / state.period);
  },
});
