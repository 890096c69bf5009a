import type { CloseVolume } from './bar-parts';
import { checkLength } from './rolling/check-length';
import { rollingSum, slideSum, type RollingSum } from './rolling/rolling-sum';

/** A volume-weighted moving average as plain data. */
export interface VwmaState {
  readonly money: RollingSum;
  readonly volume: RollingSum;
  value: number | null;
}

/**
 * Volume-weighted moving average of the close: Σ close · volume / Σ volume over the last `period` bars. In price; first result at bar
 * `period`. Null also if none of the last `period` bars has volume. Source:
 * https://www.tradingview.com/pine-script-reference/v6/#fun_ta.vwma.
 *
 * @example
 * const state = vwma.create(20);
 * vwma.update(state, bar); // null, and so up to the nineteenth bar
 */
export const vwma = Object.freeze({
  /** A new average; `period` is in bars, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): VwmaState {
    checkLength('period', period);
    return { money: rollingSum(period), volume: rollingSum(period), value: null };
  },

  /** Adds the next closed bar and returns the new average, or null if there is none. */
  update(state: VwmaState, { close, volume }: CloseVolume): number | null {
    const money = slideSum(state.money, close * volume);
    const traded = slideSum(state.volume, volume);
    return (state.value = money === null || traded === null || traded === 0 ? null : money / traded);
  },
});
