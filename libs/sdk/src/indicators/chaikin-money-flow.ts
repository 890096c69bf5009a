import { closeLocation, type HighLowCloseVolume } from './bar-parts';
import { checkLength } from './rolling/check-length';
import { rollingSum, slideSum, type RollingSum } from './rolling/rolling-sum';

/** A Chaikin money flow as plain data. */
export interface ChaikinMoneyFlowState {
  readonly flow: RollingSum;
  readonly volume: RollingSum;
  value: number | null;
}

/**
 * Chaikin money flow: Σ volume · ((close − low) − (high − close)) / (high − low) divided by Σ volume, over the last `period` bars. −1 to
 * 1; 0 while nothing was traded. First result at bar `period`.
 * Source: https://school.stockcharts.com/doku.php?id=technical_indicators:chaikin_money_flow_cmf.
 *
 * @example
 * const state = chaikinMoneyFlow.create(20);
 * chaikinMoneyFlow.update(state, bar); // null, and so up to the nineteenth bar
 */
export const chaikinMoneyFlow = Object.freeze({
  /** `period` is in bars, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): ChaikinMoneyFlowState {
    checkLength('period', period);
    return { flow: rollingSum(period), volume: rollingSum(period), value: null };
  },

  /** Adds the next closed bar and returns the new flow, or null while warming up. */
  update(state: ChaikinMoneyFlowState, bar: HighLowCloseVolume): number | null {
    const flow = slideSum(state.flow, closeLocation(bar) * bar.volume);
    const volume = slideSum(state.volume, bar.volume);
    if (flow === null || volume === null) return null;
    return (state.value = volume === 0 ? 0 : flow / volume);
  },
});
