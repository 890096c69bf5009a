import { rma, type RmaState } from './rma';

/** A relative strength index as plain data. */
export interface RsiState {
  readonly gain: RmaState;
  readonly loss: RmaState;
  last: number | null;
  value: number | null;
}

/**
 * Wilder's relative strength index: 100 · gain / (gain + loss), the two being Wilder's averages of the rises and of the falls from value
 * to value; the same as 100 − 100 / (1 + gain / loss). 0 to 100; 100 when nothing fell, and 50 when nothing moved at all. First result
 * with value period + 1; the seed fades as in `rma`, so give it ten periods of history.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978);
 * https://school.stockcharts.com/doku.php?id=technical_indicators:relative_strength_index_rsi.
 *
 * @example
 * const state = rsi.create(14);
 * rsi.update(state, 100); // null, and so up to the fourteenth value
 */
export const rsi = Object.freeze({
  /** A new index; `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): RsiState {
    return { gain: rma.create(period), loss: rma.create(period), last: null, value: null };
  },

  /** Adds the next value and returns the new index, or null while warming up. */
  update(state: RsiState, value: number): number | null {
    const { last } = state;
    state.last = value;
    if (last === null) return null;
    const gain = rma.update(state.gain, Math.max(0, value - last));
    const loss = rma.update(state.loss, Math.max(0, last - value));
    if (gain === null || loss === null) return null;
    return (state.value = gain + loss === 0 ? 50 : 100 * (gain / (gain + loss)));
  },
});
