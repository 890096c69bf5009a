import { highest, lowest } from './extreme';
import { rsi, type RsiState } from './rsi';
import { sma } from './sma';
import { smoothed, type StochasticState, type StochasticValue } from './stochastic';

/** In a flat market the RSI varies only in its last digits; such a range counts as none. */
const NO_RANGE = 1e-9;

/** Lengths in values: of the RSI, of its range, and of the %K and %D averages. */
export interface StochasticRsiOptions {
  readonly rsiPeriod?: number;
  readonly period?: number;
  readonly smoothK?: number;
  readonly smoothD?: number;
}

/** A stochastic oscillator of the RSI as plain data. */
export interface StochasticRsiState extends StochasticState {
  readonly rsi: RsiState;
}

/**
 * Stochastic oscillator of the RSI: raw = 100 · (rsi − lowest rsi) / (highest rsi − lowest rsi) over the last `period` values of the RSI,
 * %K and %D averages of it. 0 to 100 (Chande and Kroll write 0 to 1); 50 while the RSI has no range above a billionth. First result at value
 * rsiPeriod + period + smoothK + smoothD − 2.
 * Source: T. Chande, S. Kroll, The New Technical Trader (1994);
 * https://school.stockcharts.com/doku.php?id=technical_indicators:stochrsi.
 *
 * @example
 * const state = stochasticRsi.create();
 * stochasticRsi.update(state, bar.close); // null, and so up to the 31st value
 */
export const stochasticRsi = Object.freeze({
  /** A new oscillator, 14, 14, 3 and 3 by default; lengths are whole numbers of at least 1; otherwise throws a RangeError. */
  create({ rsiPeriod = 14, period = 14, smoothK = 3, smoothD = 3 }: StochasticRsiOptions = {}): StochasticRsiState {
    const range = { highest: highest.create(period), lowest: lowest.create(period) };
    return { rsi: rsi.create(rsiPeriod), ...range, smoothK: sma.create(smoothK), smoothD: sma.create(smoothD), value: null };
  },

  /** Adds the next value and returns the new values, or null while warming up. */
  update(state: StochasticRsiState, value: number): StochasticValue | null {
    const strength = rsi.update(state.rsi, value);
    if (strength === null) return null;
    const top = highest.update(state.highest, strength);
    const bottom = lowest.update(state.lowest, strength);
    if (top === null || bottom === null) return null;
    const range = top - bottom;
    return (state.value = smoothed(state, range < NO_RANGE ? 50 : 100 * ((strength - bottom) / range)));
  },
});
