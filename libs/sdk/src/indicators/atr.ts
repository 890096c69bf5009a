import type { HighLowClose } from './bar-parts';
import { rma, type RmaState } from './rma';
import { trueRange, type TrueRangeState } from './true-range';

/** An average true range as plain data. */
export interface AtrState {
  readonly range: TrueRangeState;
  readonly average: RmaState;
  value: number | null;
}

/**
 * Wilder's average true range: the Wilder average of `trueRange`. In price, at least 0; first result at bar `period`. The first bar counts
 * with high − low, because it has no previous close. Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978);
 * https://school.stockcharts.com/doku.php?id=technical_indicators:average_true_range_atr.
 *
 * @example
 * const state = atr.create(14);
 * const range = atr.update(state, bar); // null, and so up to the thirteenth bar
 */
export const atr = Object.freeze({
  /** A new average; `period` is in bars, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): AtrState {
    return { range: trueRange.create(), average: rma.create(period), value: null };
  },

  /** Adds the next closed bar and returns the new average, or null while warming up. */
  update(state: AtrState, bar: HighLowClose): number | null {
    return (state.value = rma.update(state.average, trueRange.update(state.range, bar)));
  },
});
