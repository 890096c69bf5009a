import { duration, type DurationText } from '../strategy/duration';
import { profitFraction, type Held } from './holding';

/** A price and its time: a close at `ctx.marketTime`, or a fill. */
export interface PriceAt {
  readonly price: number;
  /** Epoch milliseconds of market time. */
  readonly at: number;
}

/** A fraction that ends a position by age alone. A short position can lose more than this. */
const ANY_PROFIT = -1;

/** State of an ROI table, as plain data. */
export interface RoiTableState {
  /** Milliseconds held and the profit that suffices from then on, shortest first. */
  readonly steps: readonly (readonly [age: number, profit: number])[];
  side: Held['side'];
  /** Market time at which the position was first seen, epoch milliseconds; null while flat. */
  since: number | null;
}

/**
 * Takes a profit that suffices for the age of the position, like freqtrade's `minimal_roi`: the entry with the largest age not above the
 * position's age applies, and the profit must be strictly above its fraction. Before the first entry no profit suffices; −1 ends the
 * position whatever its profit, also a short one that has lost more than its size. Profit is that of the price, before fees; freqtrade's is
 * after fees. Source:
 * https://www.freqtrade.io/en/stable/strategy-customization/#minimal-roi.
 *
 * @example
 * const roi = roiTable.create({ '0m': 0.04, '20m': 0.02, '40m': 0 }); // 4 % at once, 2 % from minute 20, anything above 0 from minute 40
 * if (roiTable.update(roi, holding(ctx, symbol), { price: bar.close, at: ctx.marketTime })) ctx.closePosition(symbol, { tag: 'roi' });
 */
export const roiTable = Object.freeze({
  /** Ages with fractions of at least −1, otherwise throws a RangeError. */
  create(table: Readonly<Record<DurationText, number>>): RoiTableState {
    const entries = Object.entries(table);
    if (entries.length === 0) throw new RangeError(`the table is empty; give at least one entry like { '0m': 0.04 }`);
    const steps = entries.map(([age, profit]) => {
      if (!Number.isFinite(profit) || profit < -1)
        throw new RangeError(`the profit of ${age} is ${profit}; it must be a number of at least -1`);
      return [duration(age as DurationText), profit] as const;
    });
    return { steps: steps.toSorted(([one], [other]) => one - other), side: 'FLAT', since: null };
  },

  /**
   * Call with the position and a price. Returns true if the profit suffices. The age counts from the first call that sees the position, so
   * call it from `onFill` too to make the age exact.
   */
  update(state: RoiTableState, held: Held, { price, at }: PriceAt): boolean {
    if (held.side !== state.side) Object.assign(state, { side: held.side, since: held.side === 'FLAT' ? null : at });
    if (state.since === null) return false;
    const age = at - state.since;
    const step = state.steps.findLast(([from]) => from <= age);
    return step !== undefined && (step[1] === ANY_PROFIT || profitFraction(held, price) > step[1]);
  },
});
