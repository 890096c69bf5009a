import { checkLength } from './rolling/check-length';
import { wma, type WmaState } from './wma';

/** Hull's moving average as plain data. */
export interface HmaState {
  readonly half: WmaState;
  readonly full: WmaState;
  readonly smooth: WmaState;
  value: number | null;
}

/**
 * Hull moving average: wma(2 · wma(period / 2) − wma(period), √period), lengths rounded down. In the value's unit; it can overshoot the
 * range of its values. First result at value period + ⌊√period⌋ − 1.
 * Source: A. Hull, https://alanhull.com/hull-moving-average; rounding as in
 * https://www.tradingview.com/pine-script-reference/v6/#fun_ta.hma.
 *
 * @example
 * const state = hma.create(9);
 * hma.update(state, 100); // null, and so up to the eleventh value
 */
export const hma = Object.freeze({
  /** A new average; `period` is in values, a whole number of at least 2; otherwise throws a RangeError. */
  create(period: number): HmaState {
    checkLength('period', period, 2);
    const half = wma.create(Math.floor(period / 2));
    return { half, full: wma.create(period), smooth: wma.create(Math.floor(Math.sqrt(period))), value: null };
  },

  /** Adds the next value and returns the new average, or null while warming up. */
  update(state: HmaState, value: number): number | null {
    const half = wma.update(state.half, value);
    const full = wma.update(state.full, value);
    if (half === null || full === null) return null;
    return (state.value = wma.update(state.smooth, 2 * half - full));
  },
});
