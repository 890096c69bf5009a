import type { HighLowClose } from './bar-parts';

/** True range as plain data. */
export interface TrueRangeState {
  lastClose: number | null;
  value: number | null;
}

/**
 * Wilder's true range: the greatest of high − low, |high − last close| and |low − last close|; high − low of the first bar. In price,
 * at least 0; from the first bar on.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978);
 * https://school.stockcharts.com/doku.php?id=technical_indicators:average_true_range_atr.
 *
 * @example
 * const state = trueRange.create();
 * trueRange.update(state, { high: 12, low: 10, close: 11 }); // 2
 * trueRange.update(state, { high: 15, low: 14, close: 15 }); // 4
 */
export const trueRange = Object.freeze({
  create(): TrueRangeState {
    return { lastClose: null, value: null };
  },

  /** Adds the next closed bar and returns its true range. */
  update(state: TrueRangeState, { high, low, close }: HighLowClose): number {
    const { lastClose } = state;
    state.lastClose = close;
    const range = high - low;
    return (state.value = lastClose === null ? range : Math.max(range, Math.abs(high - lastClose), Math.abs(low - lastClose)));
  },
});
