import { checkLength } from './rolling/check-length';
import { plainTotal, rollingWeighted, slideWeighted, weightedTotal, type RollingWeighted } from './rolling/rolling-weighted';

/** A rolling regression slope as plain data. */
export interface LinearRegressionSlopeState {
  readonly period: number;
  readonly sums: RollingWeighted;
  value: number | null;
}

/**
 * Slope of the least-squares line through the last `period` values: 12 · Σ (i − (n + 1) / 2) · valueᵢ / (n · (n² − 1)) with i = 1 for the
 * oldest. In the value's unit per value, so above 0 while they rise; first result at value `period`.
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, 4.1.4.1, https://www.itl.nist.gov/div898/handbook/pmd/section1/pmd141.htm.
 *
 * @example
 * const state = linearRegressionSlope.create(3);
 * [1, 3, 5].map((value) => linearRegressionSlope.update(state, value)); // null, null, 2
 */
export const linearRegressionSlope = Object.freeze({
  /** `period` is in values, a whole number of at least 2; otherwise throws a RangeError. */
  create(period: number): LinearRegressionSlopeState {
    checkLength('period', period, 2);
    return { period, sums: rollingWeighted(period), value: null };
  },

  /** Adds the next value and returns the new slope, or null while warming up. */
  update(state: LinearRegressionSlopeState, value: number): number | null {
    const { period: n, sums } = state;
    if (!slideWeighted(sums, value)) return null;
    const lean = weightedTotal(sums) - ((n + 1) / 2) * plainTotal(sums);
    return (state.value = (12 * lean) / (n * (n * n - 1)));
  },
});
