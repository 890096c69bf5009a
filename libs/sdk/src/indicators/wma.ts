import { checkLength } from './rolling/check-length';
import { rollingWeighted, slideWeighted, weightedTotal, type RollingWeighted } from './rolling/rolling-weighted';

/** A linearly weighted moving average as plain data. */
export interface WmaState {
  readonly period: number;
  readonly sums: RollingWeighted;
  value: number | null;
}

/**
 * Linearly weighted moving average: Σ i · valueᵢ / (period · (period + 1) / 2) with weight 1 for the oldest of the last `period` values
 * and `period` for the newest. In the value's unit; first result at value `period`.
 * Source: https://www.tradingview.com/pine-script-reference/v6/#fun_ta.wma.
 *
 * @example
 * const state = wma.create(3);
 * [1, 2, 6].map((close) => wma.update(state, close)); // null, null, (1 + 2·2 + 3·6) / 6
 */
export const wma = Object.freeze({
  /** A new average; `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): WmaState {
    checkLength('period', period);
    return { period, sums: rollingWeighted(period), value: null };
  },

  /** Adds the next value and returns the new average, or null while warming up. */
  update(state: WmaState, value: number): number | null {
    const { period, sums } = state;
    return (state.value = slideWeighted(sums, value) ? weightedTotal(sums) / ((period * (period + 1)) / 2) : null);
  },
});
