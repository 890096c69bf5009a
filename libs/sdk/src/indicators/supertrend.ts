import { atr, type AtrState } from './atr';
import type { HighLowClose } from './bar-parts';
import { checkFactor } from './rolling/check-length';

/** `period` of the average true range in bars, and how many of it the bands are away. */
export interface SupertrendOptions {
  readonly period?: number;
  readonly width?: number;
}

/** The line in price: below the market in a rising trend, above it in a falling one. */
export interface SupertrendValue {
  readonly line: number;
  readonly trend: 'UP' | 'DOWN';
}

/** A supertrend as plain data. */
export interface SupertrendState {
  readonly width: number;
  readonly range: AtrState;
  last: { readonly close: number; readonly upper: number; readonly lower: number } | null;
  value: SupertrendValue | null;
}

/**
 * Supertrend: bands = (high + low) / 2 ± width · atr; the upper band only falls and the lower only rises, until the last close is beyond
 * it. The trend turns up when the close is above the upper band, and down when it is below the lower one; the line is the band on the
 * other side of the market. First result at bar `period`, as a falling trend unless the close says otherwise.
 * Source: https://www.tradingview.com/pine-script-reference/v6/#fun_ta.supertrend (its direction −1 is UP here).
 *
 * @example
 * const state = supertrend.create({ period: 10, width: 3 });
 * const value = supertrend.update(state, bar);
 * if (value?.trend === 'UP') …
 */
export const supertrend = Object.freeze({
  /** 10 and 3 by default; a period that is no whole number of at least 1, or a width not above 0, throws a RangeError. */
  create({ period = 10, width = 3 }: SupertrendOptions = {}): SupertrendState {
    checkFactor('width', width);
    return { width, range: atr.create(period), last: null, value: null };
  },

  /** Adds the next closed bar and returns the new line and trend, null while warming up. */
  update(state: SupertrendState, bar: HighLowClose): SupertrendValue | null {
    const range = atr.update(state.range, bar);
    if (range === null) return null;
    const { upper, lower } = bandsOf(state, bar, range);
    const up = state.value?.trend === 'UP' ? bar.close >= lower : bar.close > upper;
    state.last = { close: bar.close, upper, lower };
    return (state.value = up ? { line: lower, trend: 'UP' } : { line: upper, trend: 'DOWN' });
  },
});

function bandsOf({ width, last }: SupertrendState, { high, low }: HighLowClose, range: number): { upper: number; lower: number } {
  const middle = (high + low) / 2;
  const upper = middle + width * range;
  const lower = middle - width * range;
  if (last === null) return { upper, lower };
  return {
    upper: upper < last.upper || last.close > last.upper ? upper : last.upper,
    lower: lower > last.lower || last.close < last.lower ? lower : last.lower,
  };
}
