import { typicalPrice, type HighLowClose } from './bar-parts';
import { checkLength } from './rolling/check-length';
import { emptyWindow, isFull, pushInto, type RollingWindow } from './rolling/window';

/** A commodity channel index as plain data. */
export interface CciState {
  readonly window: RollingWindow;
  value: number | null;
}

/**
 * Lambert's commodity channel index: (typical − mean) / (0.015 · mean absolute deviation) of the typical price (high + low + close) / 3
 * over the last `period` bars. No unit, mostly within ±100 and without bound; 0 while all prices are equal. First result at bar
 * `period`. The deviation is around a mean that moves with every bar, so an update takes time in proportion to `period`.
 * Source: D. Lambert (1980); https://school.stockcharts.com/doku.php?id=technical_indicators:commodity_channel_index_cci.
 *
 * @example
 * const state = cci.create(20);
 * cci.update(state, bar); // null, and so up to the nineteenth bar
 */
export const cci = Object.freeze({
  /** `period` is in bars, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): CciState {
    checkLength('period', period);
    return { window: emptyWindow(period), value: null };
  },

  /** Adds the next closed bar and returns the new index, or null while warming up. */
  update(state: CciState, bar: HighLowClose): number | null {
    const typical = typicalPrice(bar);
    pushInto(state.window, typical);
    return (state.value = isFull(state.window) ? indexOf(state.window.values, typical) : null);
  },
});

function indexOf(values: readonly number[], typical: number): number {
  // Distances to one of the values, so that equal values equal their mean exactly.
  let beyond = 0;
  for (const value of values) beyond += value - typical;
  const mean = typical + beyond / values.length;
  let spread = 0;
  for (const value of values) spread += Math.abs(value - mean);
  return spread === 0 ? 0 : (typical - mean) / ((0.015 * spread) / values.length);
}
