import { atr, type AtrState } from './atr';
import type { HighLowClose } from './bar-parts';
import { ema, type EmaState } from './ema';
import { checkFactor } from './rolling/check-length';

/** Lengths in bars of the average and of the range, and how many ranges the bands are away. */
export interface KeltnerOptions {
  readonly period?: number;
  readonly atrPeriod?: number;
  readonly width?: number;
}

/** Bands in price. */
export interface KeltnerValue {
  readonly lower: number;
  readonly middle: number;
  readonly upper: number;
}

/** Keltner channels as plain data. */
export interface KeltnerState {
  readonly width: number;
  readonly middle: EmaState;
  readonly range: AtrState;
  value: KeltnerValue | null;
}

/**
 * Keltner channels as Linda Raschke draws them: middle = ema of the close, bands = middle ± width · atr. In price. First result at bar
 * max(period, atrPeriod); the average is seeded with the first close, as `ema`.
 * Source: https://school.stockcharts.com/doku.php?id=technical_indicators:keltner_channels.
 *
 * @example
 * const state = keltner.create({ period: 20, atrPeriod: 10, width: 2 });
 * const bands = keltner.update(state, bar);
 * if (bands !== null && bar.close > bands.upper) …
 */
export const keltner = Object.freeze({
  /** 20, 10 and 2 by default; lengths that are no whole numbers of at least 1, or a width not above 0, throw a RangeError. */
  create({ period = 20, atrPeriod = 10, width = 2 }: KeltnerOptions = {}): KeltnerState {
    checkFactor('width', width);
    return { width, middle: ema.create(period), range: atr.create(atrPeriod), value: null };
  },

  /** Adds the next closed bar and returns the new bands, or null while warming up. */
  update(state: KeltnerState, bar: HighLowClose): KeltnerValue | null {
    const middle = ema.update(state.middle, bar.close);
    const range = atr.update(state.range, bar);
    if (range === null || state.middle.count < state.middle.period) return null;
    const reach = state.width * range;
    return (state.value = { lower: middle - reach, middle, upper: middle + reach });
  },
});
