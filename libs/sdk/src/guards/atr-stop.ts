import { atr, type AtrState } from '../indicators/atr';
import type { HighLowClose } from '../indicators/bar-parts';
import { checkBetween } from './check-bounds';
import { entryOf, levelAgainst, reaches, type Held } from './holding';

/** State of an ATR stop, as plain data. */
export interface AtrStopState {
  readonly width: number;
  readonly range: AtrState;
  side: Held['side'];
  /** Distance from the average entry price to the stop level, in price; fixed when the position is first seen. */
  distance: number | null;
  /** The stop level in price, null while flat. */
  level: number | null;
}

/**
 * A stop-loss at a distance of `width` average true ranges from the average entry price. It uses the ATR of the bar before the position was
 * first seen, the newest known at entry, and keeps it while the position is held; the level moves with the average price. There is no level
 * until the ATR has warmed up: give the strategy a warm-up of ten periods. Source: J. W. Wilder, New Concepts in Technical Trading Systems
 * (1978), volatility stop; here without trailing.
 *
 * @example
 * const stop = atrStop.create({ period: 14, width: 2 });
 * if (atrStop.update(stop, holding(ctx, symbol), bar)) ctx.closePosition(symbol, { tag: 'stop' }); // with each bar, history too
 */
export const atrStop = Object.freeze({
  /** `period` in bars, at least 1; `width` in average true ranges, above 0; otherwise throws a RangeError. */
  create({ period = 14, width = 2 }: { readonly period?: number; readonly width?: number } = {}): AtrStopState {
    checkBetween('width', width, [0, Infinity]);
    return { width, range: atr.create(period), side: 'FLAT', distance: null, level: null };
  },

  /** Call for each closed bar, flat or not, with the position. Returns true if the bar reached the level. */
  update(state: AtrStopState, held: Held, bar: HighLowClose): boolean {
    const before = state.range.value;
    const now = atr.update(state.range, bar);
    const range = before ?? now;
    if (held.side !== state.side) {
      state.side = held.side;
      state.distance = null;
    }
    if (held.side !== 'FLAT' && range !== null) state.distance ??= range * state.width;
    if (held.side === 'FLAT' || state.distance === null) {
      state.level = null;
      return false;
    }
    state.level = levelAgainst(held.side, entryOf(held.averagePrice), state.distance);
    return reaches(held.side, state.level, bar);
  },
});
