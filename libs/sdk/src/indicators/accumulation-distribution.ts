import { closeLocation, type HighLowCloseVolume } from './bar-parts';
import { addTo, noSum, totalOf, type CompensatedSum } from './rolling/compensated-sum';

/** An accumulation/distribution line as plain data. */
export interface AccumulationDistributionState {
  readonly flow: CompensatedSum;
  value: number | null;
}

/**
 * Chaikin's accumulation/distribution line: the sum over all bars of volume · ((close − low) − (high − close)) / (high − low); a bar
 * without range adds nothing. In base units, from the first bar on; only its changes are meaningful. The sum is compensated. Source:
 * https://school.stockcharts.com/doku.php?id=technical_indicators:accumulation_distribution_line.
 *
 * @example
 * const state = accumulationDistribution.create();
 * accumulationDistribution.update(state, { high: 12, low: 10, close: 12, volume: 5 }); // 5
 */
export const accumulationDistribution = Object.freeze({
  create(): AccumulationDistributionState {
    return { flow: noSum(), value: null };
  },

  /** Adds the next closed bar and returns the new sum. */
  update(state: AccumulationDistributionState, bar: HighLowCloseVolume): number {
    addTo(state.flow, closeLocation(bar) * bar.volume);
    return (state.value = totalOf(state.flow));
  },
});
