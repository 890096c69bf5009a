/** Position of one line relative to another, as plain data: 1 above, −1 below, 0 equal; null before both have a value. */
export interface CrossState {
  side: -1 | 0 | 1 | null;
}

type Line = number | null;

/**
 * Detects the update at which `first` crosses above `second`: it was at or below it before and is above it now. Touching is not a crossing,
 * moving up from the touch is. While a line has no value (null, warming up) nothing crosses, and the first two values only set the starting
 * position. Source: https://www.tradingview.com/pine-script-reference/v6/#fun_ta.crossover.
 *
 * @example
 * const state = crossedAbove.create();
 * crossedAbove.update(state, 1, 2); // false
 * crossedAbove.update(state, 3, 2); // true
 * crossedAbove.update(state, 4, 2); // false
 */
export const crossedAbove = Object.freeze({
  create: createCross,

  /** Adds the next values of both lines. */
  update(state: CrossState, first: Line, second: Line): boolean {
    const before = move(state, first, second);
    return before !== null && before <= 0 && state.side === 1;
  },
});

/**
 * Detects the update at which `first` crosses below `second`; the mirror image of `crossedAbove`. Source:
 * https://www.tradingview.com/pine-script-reference/v6/#fun_ta.crossunder.
 *
 * @example
 * const state = crossedBelow.create();
 * crossedBelow.update(state, 30, 30); // false
 * crossedBelow.update(state, 29, 30); // true
 */
export const crossedBelow = Object.freeze({
  create: createCross,

  /** Adds the next values of both lines. */
  update(state: CrossState, first: Line, second: Line): boolean {
    const before = move(state, first, second);
    return before !== null && before >= 0 && state.side === -1;
  },
});

function createCross(): CrossState {
  return { side: null };
}

function move(state: CrossState, first: Line, second: Line): CrossState['side'] {
  const before = state.side;
  if (first === null || second === null) state.side = null;
  else if (first === second) state.side = 0;
  else state.side = first > second ? 1 : -1;
  return before;
}
