import type { HighLowClose } from '../indicators/bar-parts';
import { checkBetween, checkNotNegative } from './check-bounds';
import { entryOf, levelAgainst, profitFraction, reaches, type Held } from './holding';

export interface TrailingStopOptions {
  /** Distance from the entry at first, then from the best price, as a fraction of it; above 0 and below 1. */
  readonly fraction: number;
  /** The distance once the best profit has passed `offset`; default `fraction`. */
  readonly positiveFraction?: number;
  /** Profit as a fraction of the average entry price; default 0. */
  readonly offset?: number;
  /** Keep the first level until the best profit has passed `offset`; default false. */
  readonly onlyAfterOffset?: boolean;
}

/** State of a trailing stop, as plain data. */
export interface TrailingStopState {
  readonly fraction: number;
  readonly positiveFraction: number;
  readonly offset: number;
  readonly onlyAfterOffset: boolean;
  side: Held['side'];
  /** Best price since the position was first seen, null while flat. */
  best: number | null;
  /** The stop level in price, null while flat; never moves back. */
  level: number | null;
}

/**
 * A stop that follows the best price of a position, with freqtrade's four settings: `fraction` is `stoploss` with `trailing_stop`,
 * `positiveFraction` is `trailing_stop_positive`, `offset` is `trailing_stop_positive_offset`, `onlyAfterOffset` is
 * `trailing_only_offset_is_reached`. Profit is that of the price, before fees.
 *
 * A bar does not tell which of its extremes came first. It is therefore checked against the level before it; then the level follows the
 * bar's best price, and ends the position in the same bar only if the close, which certainly came later, is beyond it. Source:
 * https://www.freqtrade.io/en/stable/stoploss/#trailing-stop-loss.
 *
 * @example
 * const stop = trailingStop.create({ fraction: 0.1, positiveFraction: 0.02, offset: 0.05, onlyAfterOffset: true });
 * trailingStop.update(stop, { side: 'LONG', averagePrice: '100' }, { high: 110, low: 99, close: 109 }); // false
 * stop.level; // 110 × 0.98 = 107.8
 */
export const trailingStop = Object.freeze({
  /** Fractions above 0 and below 1, an offset of at least 0, otherwise throws a RangeError. */
  create({ fraction, positiveFraction = fraction, offset = 0, onlyAfterOffset = false }: TrailingStopOptions): TrailingStopState {
    checkBetween('fraction', fraction, [0, 1]);
    checkBetween('positiveFraction', positiveFraction, [0, 1]);
    checkNotNegative('offset', offset);
    return { fraction, positiveFraction, offset, onlyAfterOffset, side: 'FLAT', best: null, level: null };
  },

  /** Call for each closed bar with the position. Returns true if the position should end. */
  update(state: TrailingStopState, held: Held, bar: HighLowClose): boolean {
    const { side } = held;
    if (side !== state.side) Object.assign(state, { side, best: null, level: null });
    if (side === 'FLAT') return false;
    const entry = entryOf(held.averagePrice);
    state.level ??= levelAgainst(side, entry, entry * state.fraction);
    state.best ??= entry;
    if (reaches(side, state.level, bar)) return true;
    state.best = side === 'LONG' ? Math.max(state.best, bar.high) : Math.min(state.best, bar.low);
    state.level = raised(state, { side, best: state.best, level: state.level }, profitFraction(held, state.best));
    return reaches(side, state.level, { high: bar.close, low: bar.close });
  },
});

function raised(
  { fraction, positiveFraction, offset, onlyAfterOffset }: TrailingStopState,
  { side, best, level }: { readonly side: 'LONG' | 'SHORT'; readonly best: number; readonly level: number },
  profit: number,
): number {
  const isPast = profit > offset;
  if (onlyAfterOffset && !isPast) return level;
  const followed = levelAgainst(side, best, best * (isPast ? positiveFraction : fraction));
  return side === 'LONG' ? Math.max(level, followed) : Math.min(level, followed);
}
