import { checkLength } from './rolling/check-length';
import { deviationOf, fromMean, rollingDeviation, slideDeviation, type RollingDeviation } from './rolling/rolling-deviation';

/** A rolling z-score as plain data. */
export interface ZScoreState {
  readonly values: RollingDeviation;
  value: number | null;
}

/**
 * How many population standard deviations the newest value is above the mean of the last `period` values, including itself: (value − mean)
 * / deviation. No unit, within ±√(period − 1); 0 while all values are equal. First result at value `period`. Source: NIST/SEMATECH
 * e-Handbook of Statistical Methods, 1.3.5.17, https://www.itl.nist.gov/div898/handbook/eda/section3/eda35h.htm.
 *
 * @example
 * const state = zScore.create(20);
 * zScore.update(state, spread); // null, and so up to the nineteenth value
 */
export const zScore = Object.freeze({
  /** `period` is in values, a whole number of at least 2; otherwise throws a RangeError. */
  create(period: number): ZScoreState {
    checkLength('period', period, 2);
    return { values: rollingDeviation(period), value: null };
  },

  /** Adds the next value and returns its score, null while warming up. */
  update(state: ZScoreState, value: number): number | null {
    if (!slideDeviation(state.values, value)) return null;
    const deviation = deviationOf(state.values);
    return (state.value = deviation === 0 ? 0 : fromMean(state.values, value) / deviation);
  },
});
