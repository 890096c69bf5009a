import type { CloseVolume } from './bar-parts';
import { addTo, noSum, totalOf, type CompensatedSum } from './rolling/compensated-sum';

/** An on-balance volume as plain data. */
export interface ObvState {
  readonly volume: CompensatedSum;
  lastClose: number | null;
  value: number | null;
}

/**
 * Granville's on-balance volume: the running sum of volumes, negative if the close fell, left out if it did not change. In base units, from
 * 0 at the first bar; only its changes are meaningful, because the sum depends on where it started. The sum is compensated. Source: J.
 * Granville (1963); https://school.stockcharts.com/doku.php?id=technical_indicators:on_balance_volume_obv.
 *
 * @example
 * const state = obv.create();
 * obv.update(state, { close: 10, volume: 5 }); // 0
 * obv.update(state, { close: 11, volume: 7 }); // 7
 */
export const obv = Object.freeze({
  create(): ObvState {
    return { volume: noSum(), lastClose: null, value: null };
  },

  /** Adds the next closed bar and returns the new sum. */
  update(state: ObvState, { close, volume }: CloseVolume): number {
    const { lastClose } = state;
    state.lastClose = close;
    if (lastClose !== null && close > lastClose) addTo(state.volume, volume);
    if (lastClose !== null && close < lastClose) addTo(state.volume, -volume);
    return (state.value = totalOf(state.volume));
  },
});
