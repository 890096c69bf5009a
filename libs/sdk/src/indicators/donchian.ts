import type { HighLow } from './bar-parts';
import { highest, lowest, type ExtremeState } from './extreme';

/** Bands in price. */
export interface DonchianValue {
  readonly lower: number;
  readonly middle: number;
  readonly upper: number;
}

/** Donchian channels as plain data. */
export interface DonchianState {
  readonly highest: ExtremeState;
  readonly lowest: ExtremeState;
  value: DonchianValue | null;
}

/**
 * Donchian channels: upper = highest high, lower = lowest low of the last `period` bars, the newest among them, middle = halfway. In
 * price; first result at bar `period`. No bar closes beyond a channel that it is part of: for a breakout read `state.value` before the
 * update.
 * Source: https://school.stockcharts.com/doku.php?id=technical_indicators:price_channels.
 *
 * @example
 * const before = ctx.state.channel.value;
 * donchian.update(ctx.state.channel, bar);
 * if (before !== null && bar.close > before.upper) …
 */
export const donchian = Object.freeze({
  /** `period` is in bars, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): DonchianState {
    return { highest: highest.create(period), lowest: lowest.create(period), value: null };
  },

  /** Adds the next closed bar and returns the new bands, or null while warming up. */
  update(state: DonchianState, { high, low }: HighLow): DonchianValue | null {
    const upper = highest.update(state.highest, high);
    const lower = lowest.update(state.lowest, low);
    return (state.value = upper === null || lower === null ? null : { lower, middle: (upper + lower) / 2, upper });
  },
});
