import { checkLength } from './rolling/check-length';
import { emptyWindow, pushInto, type RollingWindow } from './rolling/window';

/** A momentum or rate of change as plain data. */
export interface MomentumState {
  readonly window: RollingWindow;
  value: number | null;
}

/**
 * Momentum: value − the value `period` values ago. In the value's unit; first result at value period + 1.
 * Source: https://www.tradingview.com/pine-script-reference/v6/#fun_ta.mom.
 *
 * @example
 * const state = momentum.create(2);
 * [10, 11, 13].map((value) => momentum.update(state, value)); // null, null, 3
 */
export const momentum = Object.freeze({
  /** `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create: createMomentum,

  /** Adds the next value and returns the new momentum, or null while warming up. */
  update(state: MomentumState, value: number): number | null {
    const before = pushInto(state.window, value);
    return (state.value = before === null ? null : value - before);
  },
});

/**
 * Rate of change: 100 · (value − before) / before with the value `period` values ago. In percent; first result at value period + 1.
 * Null also where that older value is 0.
 * Source: https://school.stockcharts.com/doku.php?id=technical_indicators:rate_of_change_roc_and_momentum.
 *
 * @example
 * const state = roc.create(2);
 * [10, 11, 13].map((value) => roc.update(state, value)); // null, null, 30
 */
export const roc = Object.freeze({
  /** `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create: createMomentum,

  /** Adds the next value and returns the new rate, or null if there is none. */
  update(state: MomentumState, value: number): number | null {
    const before = pushInto(state.window, value);
    return (state.value = before === null || before === 0 ? null : (100 * (value - before)) / before);
  },
});

function createMomentum(period: number): MomentumState {
  checkLength('period', period);
  return { window: emptyWindow(period), value: null };
}
