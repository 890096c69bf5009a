import type { HighLow } from './bar-parts';
import { ageOfExtreme, highest, lowest, type ExtremeState } from './extreme';
import { checkLength } from './rolling/check-length';

/** How recent the highest high and the lowest low are, 0 to 100, and their difference. */
export interface AroonValue {
  readonly up: number;
  readonly down: number;
  readonly oscillator: number;
}

/** An Aroon as plain data. */
export interface AroonState {
  readonly period: number;
  readonly highest: ExtremeState;
  readonly lowest: ExtremeState;
  value: AroonValue | null;
}

/**
 * Chande's Aroon: up = 100 · (period − bars since the highest high) / period, down likewise with the lowest low, both among the newest bar
 * and the `period` bars before it; of equal extremes the newest counts. 0 to 100, oscillator = up − down. First result at bar
 * period + 1.
 * Source: T. Chande (1995); https://school.stockcharts.com/doku.php?id=technical_indicators:aroon.
 *
 * @example
 * const state = aroon.create(25);
 * aroon.update(state, bar); // null, and so up to the 25th bar
 */
export const aroon = Object.freeze({
  /** `period` is in bars, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): AroonState {
    checkLength('period', period);
    return { period, highest: highest.create(period + 1), lowest: lowest.create(period + 1), value: null };
  },

  /** Adds the next closed bar and returns the new values, or null while warming up. */
  update(state: AroonState, { high, low }: HighLow): AroonValue | null {
    const { period } = state;
    const top = highest.update(state.highest, high);
    const bottom = lowest.update(state.lowest, low);
    if (top === null || bottom === null) return null;
    const up = (100 * (period - ageOfExtreme(state.highest))) / period;
    const down = (100 * (period - ageOfExtreme(state.lowest))) / period;
    return (state.value = { up, down, oscillator: up - down });
  },
});
