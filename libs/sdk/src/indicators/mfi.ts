import { typicalPrice, type HighLowCloseVolume } from './bar-parts';
import { checkLength } from './rolling/check-length';
import { rollingSum, slideSum, type RollingSum } from './rolling/rolling-sum';

/** A money flow index as plain data. */
export interface MfiState {
  readonly positive: RollingSum;
  readonly negative: RollingSum;
  last: number | null;
  value: number | null;
}

/**
 * Money flow index, an RSI with volume: 100 · positive / (positive + negative) over the last `period` steps, a step's flow being typical
 * price · volume, positive where the typical price (high + low + close) / 3 rose, negative where it fell. 0 to 100; 50 while nothing
 * flowed. First result at bar period + 1.
 * Source: G. Quong, A. Soudack; https://school.stockcharts.com/doku.php?id=technical_indicators:money_flow_index_mfi.
 *
 * @example
 * const state = mfi.create(14);
 * mfi.update(state, bar); // null, and so up to the fourteenth bar
 */
export const mfi = Object.freeze({
  /** `period` is in bars, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): MfiState {
    checkLength('period', period);
    return { positive: rollingSum(period), negative: rollingSum(period), last: null, value: null };
  },

  /** Adds the next closed bar and returns the new index, or null while warming up. */
  update(state: MfiState, bar: HighLowCloseVolume): number | null {
    const { last } = state;
    const typical = typicalPrice(bar);
    state.last = typical;
    if (last === null) return null;
    const flow = typical * bar.volume;
    const positive = slideSum(state.positive, typical > last ? flow : 0);
    const negative = slideSum(state.negative, typical < last ? flow : 0);
    if (positive === null || negative === null) return null;
    return (state.value = positive + negative === 0 ? 50 : 100 * (positive / (positive + negative)));
  },
});
