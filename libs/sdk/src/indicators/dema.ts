import { ema, type EmaState } from './ema';

/** A double exponential moving average as plain data. */
export interface DemaState {
  readonly once: EmaState;
  readonly twice: EmaState;
  value: number | null;
}

/**
 * Double exponential moving average: 2 · ema − ema(ema), which takes out most of the lag. In the value's unit. Each average is seeded
 * with its first value, so there is a result from the first value on; give it five periods of history as with `ema`.
 * Source: P. Mulloy, Smoothing Data with Faster Moving Averages, Technical Analysis of Stocks & Commodities 12:1 (1994);
 * https://school.stockcharts.com/doku.php?id=technical_indicators:dema.
 *
 * @example
 * const state = dema.create(20);
 * dema.update(state, 100); // 100
 */
export const dema = Object.freeze({
  /** A new average; `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): DemaState {
    return { once: ema.create(period), twice: ema.create(period), value: null };
  },

  /** Adds the next value and returns the new average. */
  update(state: DemaState, value: number): number {
    const once = ema.update(state.once, value);
    return (state.value = 2 * once - ema.update(state.twice, once));
  },
});
