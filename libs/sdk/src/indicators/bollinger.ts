import { checkFactor, checkLength } from './rolling/check-length';
import { deviationOf, fromMean, meanOf, rollingDeviation, slideDeviation, type RollingDeviation } from './rolling/rolling-deviation';

/** `period` in values, `width` in standard deviations. */
export interface BollingerOptions {
  readonly period?: number;
  readonly width?: number;
}

/**
 * Bands in the value's unit; `percentB` is 0 at the lower band and 1 at the upper one, `bandwidth` is their distance divided by the middle.
 */
export interface BollingerValue {
  readonly lower: number;
  readonly middle: number;
  readonly upper: number;
  readonly percentB: number;
  readonly bandwidth: number;
}

/** Bollinger bands as plain data. */
export interface BollingerState {
  readonly width: number;
  readonly values: RollingDeviation;
  value: BollingerValue | null;
}

/**
 * Bollinger bands: middle = simple average, upper and lower = middle ± width · population standard deviation of the last `period` values;
 * percentB = (value − lower) / (upper − lower), bandwidth = (upper − lower) / middle. First result at value `period`. While all values
 * are equal the bands meet, percentB is 0.5 and bandwidth 0; with a middle of 0 bandwidth is 0 too.
 * Source: J. Bollinger, Bollinger on Bollinger Bands (2001); https://school.stockcharts.com/doku.php?id=technical_indicators:bollinger_bands.
 *
 * @example
 * const state = bollinger.create({ period: 20, width: 2 });
 * const bands = bollinger.update(state, bar.close);
 * if (bands !== null && bar.close > bands.upper) …
 */
export const bollinger = Object.freeze({
  /** 20 values and 2 deviations by default; a period that is no whole number of at least 1, or a width not above 0, throws a RangeError. */
  create({ period = 20, width = 2 }: BollingerOptions = {}): BollingerState {
    checkLength('period', period);
    checkFactor('width', width);
    return { width, values: rollingDeviation(period), value: null };
  },

  /** Adds the next value and returns the new bands, or null while warming up. */
  update(state: BollingerState, value: number): BollingerValue | null {
    if (!slideDeviation(state.values, value)) return null;
    const middle = meanOf(state.values);
    const reach = state.width * deviationOf(state.values);
    const percentB = reach === 0 ? 0.5 : 0.5 + fromMean(state.values, value) / (2 * reach);
    const bandwidth = middle === 0 ? 0 : (2 * reach) / middle;
    return (state.value = { lower: middle - reach, middle, upper: middle + reach, percentB, bandwidth });
  },
});
