import { checkLength } from './rolling/check-length';

/** The highest or lowest of the last values as plain data. */
export interface ExtremeState {
  readonly period: number;
  /** Values taken in. */
  count: number;
  /** What can still become the extreme, best first, and the number of each: a monotonic queue. */
  readonly values: number[];
  readonly numbers: number[];
  value: number | null;
}

/**
 * Highest of the last `period` values, in their unit; first result with value `period`. A monotonic queue keeps only what can still
 * become the highest, so an update takes constant time on average.
 * Source: https://www.tradingview.com/pine-script-reference/v6/#fun_ta.highest.
 *
 * @example
 * const state = highest.create(2);
 * [3, 1, 2].map((value) => highest.update(state, value)); // null, 3, 2
 */
export const highest = Object.freeze({
  /** `period` is in values, a whole number of at least 1, else a RangeError is thrown. */
  create: createExtreme,

  /** Takes in the next value and returns the highest, null while warming up. */
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
 * Lowest of the last `period` values, in their unit; first result with value `period`. As `highest`, the other way round.
 * Source: https://www.tradingview.com/pine-script-reference/v6/#fun_ta.lowest.
 *
 * @example
 * const state = lowest.create(2);
 * [3, 1, 2].map((value) => lowest.update(state, value)); // null, 1, 1
 */
export const lowest = Object.freeze({
  /** `period` is in values, a whole number of at least 1, else a RangeError is thrown. */
  create: createExtreme,

  /** Takes in the next value and returns the lowest, null while warming up. */
  update(state: ExtremeState, value: number): number | null {
    const { values, numbers } = state;
    while (values.length > 0 && values[values.length - 1]! >= value) {
      values.pop();
      numbers.pop();
    }
    return join(state, value);
  },
});

/** Values since the extreme, 0 when it is the newest; of equal ones the newest counts. */
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
