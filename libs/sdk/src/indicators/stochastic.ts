import type { HighLowClose } from './bar-parts';
import { highest, lowest, type ExtremeState } from './extreme';
import { sma, type SmaState } from './sma';

/** Lengths in bars: of the range, of the %K average, and of the %D average. */
export interface StochasticOptions {
  readonly period?: number;
  readonly smoothK?: number;
  readonly smoothD?: number;
}

/** %K and its average %D, 0 to 100. */
export interface StochasticValue {
  readonly k: number;
  readonly d: number;
}

/** A stochastic oscillator as plain data. */
export interface StochasticState {
  readonly highest: ExtremeState;
  readonly lowest: ExtremeState;
  readonly smoothK: SmaState;
  readonly smoothD: SmaState;
  value: StochasticValue | null;
}

/**
 * Lane's stochastic oscillator: raw = 100 · (close − lowest low) / (highest high − lowest low) over the last `period` bars, %K = average
 * of `smoothK` raws (1: the fast oscillator, 3: the slow one), %D = average of `smoothD` %Ks. 0 to 100; 50 while there is no range. First
 * result with bar period + smoothK + smoothD − 2.
 * Source: https://school.stockcharts.com/doku.php?id=technical_indicators:stochastic_oscillator_fast_slow_and_full.
 *
 * @example
 * const state = stochastic.create({ period: 14, smoothK: 3, smoothD: 3 });
 * const value = stochastic.update(state, bar);
 * if (value !== null && value.k > 80) …
 */
export const stochastic = Object.freeze({
  /** A new oscillator, 14, 1 and 3 by default; lengths are whole numbers of at least 1; otherwise throws a RangeError. */
  create({ period = 14, smoothK = 1, smoothD = 3 }: StochasticOptions = {}): StochasticState {
    return {
      highest: highest.create(period),
      lowest: lowest.create(period),
      smoothK: sma.create(smoothK),
      smoothD: sma.create(smoothD),
      value: null,
    };
  },

  /** Adds the next closed bar and returns the new values, or null while warming up. */
  update(state: StochasticState, { high, low, close }: HighLowClose): StochasticValue | null {
    const top = highest.update(state.highest, high);
    const bottom = lowest.update(state.lowest, low);
    if (top === null || bottom === null) return null;
    return (state.value = smoothed(state, top === bottom ? 50 : 100 * ((close - bottom) / (top - bottom))));
  },
});

/** %K and %D with the next raw value, null while one of them warms up. */
export function smoothed(state: Pick<StochasticState, 'smoothK' | 'smoothD'>, raw: number): StochasticValue | null {
  const k = sma.update(state.smoothK, raw);
  const d = k === null ? null : sma.update(state.smoothD, k);
  return k === null || d === null ? null : { k, d };
}
