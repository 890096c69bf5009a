import type { HighLow } from './bar-parts';
import { checkFactor } from './rolling/check-length';

/** The initial acceleration of a trend, which is also its step at each new extreme, and its maximum. */
export interface ParabolicSarOptions {
  readonly step?: number;
  readonly max?: number;
}

/** The stop in price: below the market in a rising trend, above it in a falling one. */
export interface ParabolicSarValue {
  readonly sar: number;
  readonly trend: 'UP' | 'DOWN';
}

/** A parabolic SAR as plain data. */
export interface ParabolicSarState {
  readonly step: number;
  readonly max: number;
  pace: number;
  extreme: number;
  /** The last bar and the one before it. */
  last: HighLow | null;
  before: HighLow | null;
  value: ParabolicSarValue | null;
}

/**
 * Wilder's parabolic stop and reverse: sar = sar + pace · (extreme − sar), not beyond the two bars before; pace grows by `step` with each
 * new extreme, up to `max`. A bar that trades through the stop turns the trend: the new stop is the extreme of the old trend and pace
 * starts again. In price; first result at bar 2. Wilder leaves the first trend open: here it is up when the middle of bar 2 is not
 * below that of bar 1, from the far end of bar 1.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978);
 * https://school.stockcharts.com/doku.php?id=technical_indicators:parabolic_sar.
 *
 * @example
 * const state = parabolicSar.create({ step: 0.02, max: 0.2 });
 * const stop = parabolicSar.update(state, bar);
 * if (stop?.trend === 'DOWN') …
 */
export const parabolicSar = Object.freeze({
  /** 0.02 and 0.2 by default; factors not above 0, or a step above max, throw a RangeError. */
  create({ step = 0.02, max = 0.2 }: ParabolicSarOptions = {}): ParabolicSarState {
    checkFactor('step', step);
    checkFactor('max', max);
    if (step > max) throw new RangeError(`step is ${step} and max is ${max}; step must not be above max`);
    return { step, max, pace: step, extreme: 0, last: null, before: null, value: null };
  },

  /** Adds the next closed bar and returns the stop in force during it, or the new one if the trend reversed; null for the first bar. */
  update(state: ParabolicSarState, { high, low }: HighLow): ParabolicSarValue | null {
    const bar = { high, low };
    const { last } = state;
    if (last !== null) state.value = next(state, last, state.value ?? firstTrend(state, last, bar), bar);
    state.before = last;
    state.last = bar;
    return state.value;
  },
});

function firstTrend(state: ParabolicSarState, first: HighLow, second: HighLow): ParabolicSarValue {
  const up = second.high + second.low >= first.high + first.low;
  state.extreme = up ? first.high : first.low;
  return up ? { sar: first.low, trend: 'UP' } : { sar: first.high, trend: 'DOWN' };
}

function next(state: ParabolicSarState, last: HighLow, { sar, trend }: ParabolicSarValue, { high, low }: HighLow): ParabolicSarValue {
  const before = state.before ?? last;
  const ahead = sar + state.pace * (state.extreme - sar);
  if (trend === 'UP') {
    const stop = Math.min(ahead, last.low, before.low);
    reach(state, high, high > state.extreme);
    return low < stop ? turned(state, 'DOWN', low) : { sar: stop, trend };
  }
  const stop = Math.max(ahead, last.high, before.high);
  reach(state, low, low < state.extreme);
  return high > stop ? turned(state, 'UP', high) : { sar: stop, trend };
}

function reach(state: ParabolicSarState, price: number, isNew: boolean): void {
  if (!isNew) return;
  state.extreme = price;
  state.pace = Math.min(state.max, state.pace + state.step);
}

function turned(state: ParabolicSarState, trend: 'UP' | 'DOWN', extreme: number): ParabolicSarValue {
  const sar = state.extreme;
  state.extreme = extreme;
  state.pace = state.step;
  return { sar, trend };
}
