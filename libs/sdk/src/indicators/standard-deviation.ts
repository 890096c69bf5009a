import { checkLength } from './rolling/check-length';
import { deviationOf, rollingDeviation, slideDeviation, type RollingDeviation } from './rolling/rolling-deviation';

/** A rolling standard deviation as plain data. */
export interface StandardDeviationState {
  readonly values: RollingDeviation;
  value: number | null;
}

/**
 * Population standard deviation of the last `period` values: √(Σ (value − mean)² / period). In the values' unit, at least 0 and exactly 0
 * while they are equal; first result at value `period`. Multiply by √(period / (period − 1)) for the sample's.
 * Source: https://www.tradingview.com/pine-script-reference/v6/#fun_ta.stdev.
 *
 * @example
 * const state = standardDeviation.create(2);
 * [1, 3].map((value) => standardDeviation.update(state, value)); // null, 1
 */
export const standardDeviation = Object.freeze({
  /** `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): StandardDeviationState {
    checkLength('period', period);
    return { values: rollingDeviation(period), value: null };
  },

  /** Adds the next value and returns the new deviation, or null while warming up. */
  update(state: StandardDeviationState, value: number): number | null {
    return (state.value = slideDeviation(state.values, value) ? deviationOf(state.values) : null);
  },
});
