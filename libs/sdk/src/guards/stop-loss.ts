import type { HighLow } from '../indicators/bar-parts';
import { checkBetween } from './check-bounds';
import { entryOf, levelAgainst, reaches, type Held } from './holding';

/** State of a fixed stop-loss, as plain data. */
export interface StopLossState {
  readonly fraction: number;
  /** The stop level in price, null while flat. */
  level: number | null;
}

/**
 * A stop-loss at a fixed fraction of the average entry price: average × (1 − fraction) for a long position, average × (1 + fraction) for a
 * short one. It moves with the average when the position is increased. It is evaluated once per closed bar: an order sent in response fills
 * at the next open, which in a gap is beyond the level. Source: freqtrade's static stoploss,
 * https://www.freqtrade.io/en/stable/stoploss/#static-stop-loss.
 *
 * @example
 * const stop = stopLoss.create({ fraction: 0.05 });
 * stopLoss.update(stop, { side: 'LONG', averagePrice: '100' }, { high: 101, low: 95.5 }); // false, and stop.level is 95
 */
export const stopLoss = Object.freeze({
  /** `fraction` of the average entry price, above 0 and below 1, otherwise throws a RangeError. */
  create({ fraction }: { readonly fraction: number }): StopLossState {
    checkBetween('fraction', fraction, [0, 1]);
    return { fraction, level: null };
  },

  /** Call for each closed bar with the position. Returns true if the bar reached the level. */
  update(state: StopLossState, held: Held, bar: HighLow): boolean {
    if (held.side === 'FLAT') {
      state.level = null;
      return false;
    }
    const entry = entryOf(held.averagePrice);
    state.level = levelAgainst(held.side, entry, entry * state.fraction);
    return reaches(held.side, state.level, bar);
  },
});
