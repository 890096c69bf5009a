import { duration, type DurationText } from '../strategy/duration';
import { profitFraction, type Held } from './holding';
import type { PriceAt } from './roi-table';

export interface CooldownOptions {
  /** How long entries are blocked after any exit, with its unit, like `'30m'`; default none. */
  readonly afterExit?: DurationText;
  /** How long entries are blocked after a losing exit, if longer, like `'4h'`; default none. */
  readonly afterLoss?: DurationText;
}

/** State of a cooldown after exits, as plain data; durations in milliseconds. */
export interface CooldownState {
  readonly afterExit: number;
  readonly afterLoss: number;
  /** The position side at the last call. */
  side: Held['side'];
  averagePrice: string;
  /** Market time from which entries are allowed again, epoch milliseconds. */
  until: number;
}

/**
 * Blocks entries for a while after an exit, longer after a loss: freqtrade's `CooldownPeriod`, and the common use of its `StoplossGuard`.
 * Call it from `onFill` with the fill price, so that it sees the exit at its price; a call from `onBar` finds an exit it was not called for
 * and judges it by the close. Reversing from long to short is an exit too. A loss is an exit price on the losing side of the average entry
 * price, before fees. Source: https://www.freqtrade.io/en/stable/plugins/#cooldown-period.
 *
 * @example
 * // state: () => ({ cooldown: cooldown.create({ afterExit: '30m', afterLoss: '1d' }) }),
 * onFill: (ctx, { price }) => {
 *   cooldown.update(ctx.state.cooldown, holding(ctx, symbol), { price: decimal(price).toNumber(), at: ctx.marketTime });
 * },
 */
export const cooldown = Object.freeze({
  /** Throws a RangeError for an invalid duration. */
  create({ afterExit = '0ms', afterLoss = '0ms' }: CooldownOptions): CooldownState {
    return { afterExit: duration(afterExit), afterLoss: duration(afterLoss), side: 'FLAT', averagePrice: '0', until: 0 };
  },

  /** Call with the position and a price. Returns true while entries should wait. */
  update(state: CooldownState, held: Held, { price, at }: PriceAt): boolean {
    if (state.side !== 'FLAT' && held.side !== state.side) {
      const pause = profitFraction(state, price) < 0 ? Math.max(state.afterExit, state.afterLoss) : state.afterExit;
      state.until = Math.max(state.until, at + pause);
    }
    state.side = held.side;
    state.averagePrice = held.averagePrice;
    return at < state.until;
  },
});
