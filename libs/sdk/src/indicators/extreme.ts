import { checkLength } from './rolling/check-length';

/** State of a rolling highest or lowest value, as plain data. */
export interface ExtremeState {
  readonly period: number;
  /** Number of values so far. */
  count: number;
  /** Values that can still become the extreme, best first, with their numbers: a monotonic queue. */
  readonly values: number[];
  readonly numbers: number[];
  value: number | null;
}

/**
 * Highest of the last `period` values, in their unit; first result at value `period`. A monotonic queue keeps only values that can still
 * become the highest, so an update takes amortised constant time. Source:
 * https://www.tradingview.com/pine-script-reference/v6/#fun_ta.highest.
 *
 * @example
 * const state = highest.create(2);
 * [3, 1, 2].map((value) => highest.update(state, value)); // null, 3, 2
 */
export const highest = Object.freeze({
  /** `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create: createExtreme,

  /** Adds the next value and returns the highest, null while warming up. */
  update(state: ExtremeState, value: number): number | null {
    const { values, numbers } = state;
    while (values.length > 0 && values[values.length - 1]! <= value) {
      values.pop();
      numbers.pop();
    }
    return join(state, value);
  },
});

/**
 * Lowest of the last `period` values, in their unit; first result at value `period`. The mirror image of `highest`. Source:
 * https://www.tradingview.com/pine-script-reference/v6/#fun_ta.lowest.
 *
 * @example
 * const state = lowest.create(2);
 * [3, 1, 2].map((value) => lowest.update(state, value)); // null, 1, 1
 */
export const lowest = Object.freeze({
  /** `period` is in values, a whole number of at least 1; otherwise throws a RangeError. */
  create: createExtreme,

  /** Adds the next value and returns the lowest, null while warming up. */
  update(state: ExtremeState, value: number): number | null {
    const { values, numbers } = state;
    while (values.length > 0 && values[values.length - 1]! >= value) {
      values.pop();
      numbers.pop();
    }
    return join(state, value);
  },
});

/** Values since the extreme, 0 if it is the newest; of equal extremes the newest counts. */
export function ageOfExtreme({ count, numbers }: ExtremeState): number {
  return count - numbers[0]!;
}

function createExtreme(period: number): ExtremeState {
  checkLength('period', period);
  return { period, count: 0, values: [], numbers: [], value: null };
}

function join(state: ExtremeState, value: number): number | null {
  const { period, values, numbers } = state;
  state.count += 1;
  values.push(value);
  numbers.push(state.count);
  if (numbers[0]! <= state.count - period) {
    values.shift();
    numbers.shift();
  }
  return (state.value = state.count < period ? null : values[0]!);
}
