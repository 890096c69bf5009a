import { rsi, type RsiState } from './rsi';
import { stochastic, type StochasticState, type StochasticValue } from './stochastic';

/** Lengths in values: of the RSI, of its range, and of the averages %K and %D. */
export interface StochasticRsiOptions {
  readonly rsiPeriod?: number;
  readonly period?: number;
  readonly smoothK?: number;
  readonly smoothD?: number;
}

/** A stochastic oscillator of the RSI as plain data. */
export interface StochasticRsiState {
  readonly rsi: RsiState;
  readonly stochastic: StochasticState;
  value: StochasticValue | null;
}

/**
 * Stochastic oscillator of the RSI: raw = 100 · (rsi − lowest rsi) / (highest rsi − lowest rsi) over the last `period` values of the RSI,
 * %K and %D averages of it. 0 to 100 (Chande and Kroll write 0 to 1); 50 while the RSI has no range. First result with value
 * rsiPeriod + period + smoothK + smoothD − 2.
 * Source: T. Chande, S. Kroll, The New Technical Trader (1994);
 * https://school.stockcharts.com/doku.php?id=technical_indicators:stochrsi.
 *
 * @example
 * const state = stochasticRsi.create();
 * stochasticRsi.update(state, bar.close); // null, and so up to the 31st value
 */
export const stochasticRsi = Object.freeze({
  /** A new oscillator, 14, 14, 3 and 3 unless told; lengths are whole numbers of at least 1, else a RangeError is thrown. */
  create({ rsiPeriod = 14, period = 14, smoothK = 3, smoothD = 3 }: StochasticRsiOptions = {}): StochasticRsiState {
    return { rsi: rsi.create(rsiPeriod), stochastic: stochastic.create({ period, smoothK, smoothD }), value: null };
  },

  /** Takes in the next value and returns the new values, null while warming up. */
  update(state: StochasticRsiState, value: number): StochasticValue | null {
    const strength = rsi.update(state.rsi, value);
    if (strength === null) return null;
    return (state.value = stochastic.update(state.stochastic, { high: strength, low: strength, close: strength }));
  },
});
