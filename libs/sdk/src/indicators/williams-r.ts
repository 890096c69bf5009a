import type { HighLowClose } from './bar-parts';
import { highest, lowest, type ExtremeState } from './extreme';

/** A Williams %R as plain data. */
export interface WilliamsRState {
  readonly highest: ExtremeState;
  readonly lowest: ExtremeState;
  value: number | null;
}

/**
 * Williams %R: 100 · (close − highest high) / (highest high − lowest low) over the last `period` bars. −100 at the low to 0 at the high;
 * −50 while there is no range. First result at bar `period`.
 * Source: https://school.stockcharts.com/doku.php?id=technical_indicators:williams_r.
 *
 * @example
 * const state = williamsR.create(14);
 * williamsR.update(state, bar); // null, and so up to the thirteenth bar
 */
export const williamsR = Object.freeze({
  /** `period` is in bars, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): WilliamsRState {
    return { highest: highest.create(period), lowest: lowest.create(period), value: null };
  },

  /** Adds the next closed bar and returns the new value, or null while warming up. */
  update(state: WilliamsRState, { high, low, close }: HighLowClose): number | null {
    const top = highest.update(state.highest, high);
    const bottom = lowest.update(state.lowest, low);
    if (top === null || bottom === null) return null;
    return (state.value = top === bottom ? -50 : 100 * ((close - top) / (top - bottom)));
  },
});
