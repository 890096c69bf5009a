import { ema, type EmaState } from './ema';

/** A triple exponential moving average as plain data. */
export interface TemaState {
  readonly once: EmaState;
  readonly twice: EmaState;
  readonly thrice: EmaState;
  value: number | null;
}

/**
 * Triple exponential moving average: 3 · ema − 3 · ema(ema) + ema(ema(ema)). In the value's unit. Each average is seeded with its first
 * value, so there is a result from the first value on; give it five periods of history as with `ema`.
 * Source: P. Mulloy, Smoothing Data with Less Lag, Technical Analysis of Stocks & Commodities 12:2 (1994);
 * https://school.stockcharts.com/doku.php?id=technical_indicators:tema.
 *
 * @example
 * const state = tema.create(20);
 * tema.update(state, 100); // 100
 */
export const tema = Object.freeze({
  /** A new average; `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): TemaState {
    return { once: ema.create(period), twice: ema.create(period), thrice: ema.create(period), value: null };
  },

  /** Adds the next value and returns the new average. */
  update(state: TemaState, value: number): number {
    const once = ema.update(state.once, value);
    const twice = ema.update(state.twice, once);
    return (state.value = 3 * once - 3 * twice + ema.update(state.thrice, twice));
  },
});
