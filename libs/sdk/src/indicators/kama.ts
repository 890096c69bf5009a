import { checkLength } from './rolling/check-length';
import { rollingSum, slideSum, type RollingSum } from './rolling/rolling-sum';
import { emptyWindow, isFull, pushInto, type RollingWindow } from './rolling/window';

/** Lengths of an adaptive average, in values; `fast` and `slow` are the averages that it moves between. */
export interface KamaOptions {
  readonly period?: number;
  readonly fast?: number;
  readonly slow?: number;
}

/** Kaufman's adaptive moving average as plain data. */
export interface KamaState {
  readonly fast: number;
  readonly slow: number;
  readonly window: RollingWindow;
  /** Absolute changes from value to value. */
  readonly steps: RollingSum;
  last: number | null;
  value: number | null;
}

/**
 * Kaufman's adaptive moving average: kama = kama + c² · (value − kama), c = efficiency · (2 / (fast + 1) − 2 / (slow + 1)) + 2 / (slow + 1),
 * efficiency = |value − value `period` ago| / sum of the last `period` absolute steps, 0 to 1, and 1 where nothing moved. In the value's
 * unit. First result, the value itself, with value `period`; from then on it adapts.
 * Source: P. Kaufman, Trading Systems and Methods;
 * https://school.stockcharts.com/doku.php?id=technical_indicators:kaufman_s_adaptive_moving_average.
 *
 * @example
 * const state = kama.create({ period: 10, fast: 2, slow: 30 });
 * kama.update(state, 100); // null, and so up to the ninth value
 */
export const kama = Object.freeze({
  /** A new average, 10, 2 and 30 by default; lengths are whole numbers of at least 1 and `fast` is below `slow`; otherwise throws a RangeError. */
  create({ period = 10, fast = 2, slow = 30 }: KamaOptions = {}): KamaState {
    checkLength('period', period);
    checkLength('fast', fast);
    checkLength('slow', slow);
    if (fast >= slow) throw new RangeError(`fast is ${fast} and slow is ${slow}; fast must be below slow`);
    return { fast, slow, window: emptyWindow(period), steps: rollingSum(period), last: null, value: null };
  },

  /** Adds the next value and returns the new average, or null while warming up. */
  update(state: KamaState, value: number): number | null {
    const { last, window } = state;
    state.last = value;
    const before = pushInto(window, value);
    const path = last === null ? null : slideSum(state.steps, Math.abs(value - last));
    if (before === null || path === null || state.value === null) return (state.value = isFull(window) ? value : null);
    const efficiency = path === 0 ? 1 : Math.min(1, Math.abs(value - before) / path);
    const slowest = 2 / (state.slow + 1);
    const pace = efficiency * (2 / (state.fast + 1) - slowest) + slowest;
    return (state.value += pace * pace * (value - state.value));
  },
});
