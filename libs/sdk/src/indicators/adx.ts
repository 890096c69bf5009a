import type { HighLowClose } from './bar-parts';
import { rma, type RmaState } from './rma';
import { trueRange, type TrueRangeState } from './true-range';

/** Directional movement, each 0 to 100; `adx`, the average of `dx`, is null until there are `period` of those. */
export interface AdxValue {
  readonly plusDi: number;
  readonly minusDi: number;
  readonly dx: number;
  readonly adx: number | null;
}

/** An average directional index as plain data. */
export interface AdxState {
  readonly range: TrueRangeState;
  readonly trueRange: RmaState;
  readonly plus: RmaState;
  readonly minus: RmaState;
  readonly average: RmaState;
  last: { readonly high: number; readonly low: number } | null;
  value: AdxValue | null;
}

/**
 * Wilder's directional movement: up = high − last high, down = last low − low; +DM = up when it is the greater and above 0, −DM likewise;
 * ±DI = 100 · average ±DM / average true range, dx = 100 · |+DI − −DI| / (+DI + −DI), adx = average dx, all averages Wilder's. 0 to 100;
 * 0 where nothing moved. The first bar only gives the next one its past. ±DI and dx start at bar period + 1, adx with bar 2 · period;
 * seeds fade as in `rma`, so give it twenty periods of history.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978);
 * https://school.stockcharts.com/doku.php?id=technical_indicators:average_directional_index_adx.
 *
 * @example
 * const state = adx.create(14);
 * const value = adx.update(state, bar);
 * if (value?.adx !== undefined && value.adx !== null && value.adx > 25) …
 */
export const adx = Object.freeze({
  /** A new index; `period` is in bars, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): AdxState {
    const average = (): RmaState => rma.create(period);
    const averages = { trueRange: average(), plus: average(), minus: average(), average: average() };
    return { range: trueRange.create(), ...averages, last: null, value: null };
  },

  /** Adds the next closed bar and returns the new values, or null while warming up. */
  update(state: AdxState, bar: HighLowClose): AdxValue | null {
    const { last } = state;
    const range = trueRange.update(state.range, bar);
    state.last = { high: bar.high, low: bar.low };
    if (last === null) return null;
    const up = bar.high - last.high;
    const down = last.low - bar.low;
    const average = rma.update(state.trueRange, range);
    const plus = rma.update(state.plus, up > down && up > 0 ? up : 0);
    const minus = rma.update(state.minus, down > up && down > 0 ? down : 0);
    if (average === null || plus === null || minus === null) return null;
    return (state.value = directions(state, shareOf(plus, average), shareOf(minus, average)));
  },
});

function directions(state: AdxState, plusDi: number, minusDi: number): AdxValue {
  const dx = shareOf(Math.abs(plusDi - minusDi), plusDi + minusDi);
  return { plusDi, minusDi, dx, adx: rma.update(state.average, dx) };
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : 100 * (part / whole);
}
