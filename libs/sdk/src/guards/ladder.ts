import { checkLength } from '../indicators/rolling/check-length';
import { checkBetween } from './check-bounds';
import { entryOf, levelAgainst, reaches, type Held } from './holding';

export interface LadderOptions {
  /** Largest number of additions to the first entry, 1 to 50. */
  readonly rungs: number;
  /** Distance from the first entry to the first rung, as a fraction of the entry price. */
  readonly distance: number;
  /** Ratio of each distance to the one before; default 1. */
  readonly distanceFactor?: number;
  /** Ratio of each addition to the one before, the first entry being 1; default 1. */
  readonly sizeFactor?: number;
}

/** State of a ladder of additions, as plain data. */
export interface LadderState {
  /** Depth of each rung below the first entry (above it for a short position), as a fraction of the entry price. */
  readonly depths: readonly number[];
  /** Total position size in first entries: without any rung, then with each rung. */
  readonly sizes: readonly number[];
  side: Held['side'];
  /** Average entry price when the position was first seen, null while flat. */
  entry: number | null;
  /** Number of rungs that the price has reached. */
  reached: number;
}

const MOST_RUNGS = 50;

/**
 * Averages into a losing position by a bounded plan: returns how large the position should be, in first entries, for the prices seen so
 * far. The rungs lie at fixed distances from the first entry price, so later additions do not move them, and a recovery of the price takes
 * none back. It counts prices, not orders: an addition that was refused or partly filled is still wanted at the next bar. Equivalent to
 * freqtrade's `adjust_trade_position` with `max_entry_position_adjustment`.
 *
 * The maximum loss is that of a position of the last size: check `state.sizes.at(-1)` before the first entry. Source:
 * https://www.freqtrade.io/en/stable/strategy-callbacks/#adjust-trade-position.
 *
 * @example
 * const plan = ladder.create({ rungs: 3, distance: 0.02, distanceFactor: 1.5, sizeFactor: 2 });
 * plan.sizes; // [1, 3, 7, 15]: entries of 1, 2, 4 and 8, the last 2 + 3 + 4.5 = 9.5 % below the first
 * const wanted = ladder.update(plan, holding(ctx, symbol), bar); // 1 as long as the price stays within 2 %
 */
export const ladder = Object.freeze({
  /** Throws a RangeError for impossible options: the deepest rung must lie above a price of 0. */
  create({ rungs, distance, distanceFactor = 1, sizeFactor = 1 }: LadderOptions): LadderState {
    checkLength('rungs', rungs);
    if (rungs > MOST_RUNGS) throw new RangeError(`rungs is ${rungs}; it must be at most ${MOST_RUNGS}`);
    checkBetween('distance', distance, [0, 1]);
    checkBetween('distanceFactor', distanceFactor, [0, Infinity]);
    checkBetween('sizeFactor', sizeFactor, [0, Infinity]);
    const depths = sums(distance, distanceFactor, rungs);
    if (depths.at(-1)! >= 1) throw new RangeError(`the deepest rung lies ${depths.at(-1)} of the price away; it must be less than 1`);
    return { depths, sizes: sums(1, sizeFactor, rungs + 1), side: 'FLAT', entry: null, reached: 0 };
  },

  /** Call for each closed bar with the position. Returns the wanted size in first entries, 0 while flat. */
  update(state: LadderState, held: Held, bar: { readonly high: number; readonly low: number }): number {
    if (held.side !== state.side) Object.assign(state, { side: held.side, entry: null, reached: 0 });
    const { side } = held;
    if (side === 'FLAT') return 0;
    const entry = (state.entry ??= entryOf(held.averagePrice));
    while (state.reached < state.depths.length && reaches(side, levelAgainst(side, entry, entry * state.depths[state.reached]!), bar))
      state.reached += 1;
    return state.sizes[state.reached]!;
  },

  /** The price of the next rung; null while flat and after the last. */
  next({ side, entry, depths, reached }: LadderState): number | null {
    const depth = depths[reached];
    return side === 'FLAT' || entry === null || depth === undefined ? null : levelAgainst(side, entry, entry * depth);
  },
});

/** first, first + first × factor, … */
function sums(first: number, factor: number, count: number): number[] {
  let [part, sum] = [first, 0];
  return Array.from({ length: count }, () => {
    sum += part;
    part *= factor;
    return sum;
  });
}
