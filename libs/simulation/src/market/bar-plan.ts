import { pathLength, pathStep } from './bar-path';
import type { TickBar } from './bar-series';

/** How one bar is played, step by step, as columns of equal length. */
export interface BarPlan {
  /** Market time, never decreasing; the first is the bar's start. */
  readonly times: readonly number[];
  /** Ticks of the last trade. */
  readonly prices: readonly number[];
  /** Volume of the bar up to and including each step; a step without additional volume is a quote. */
  readonly volumes: readonly number[];
  /** True if the last trade was a buy; undefined derives it from the direction of the price. */
  readonly buyerTook?: readonly boolean[];
  /** Ticks between best bid and best ask; 1 if absent. */
  readonly spreads?: readonly number[];
}

/** The plain plan: the bar's path with one trade per step. */
export function planPath(bar: TickBar, interval: number, stepsPerLeg: number): BarPlan {
  const steps = Array.from({ length: pathLength(stepsPerLeg) }, (_, index) => pathStep(bar, interval, stepsPerLeg, index));
  return {
    times: steps.map(({ time }) => time),
    prices: steps.map(({ price }) => price),
    volumes: steps.map(({ volume }) => volume),
  };
}

/** Index of the first step later than `time`; the plan's length if there is none. */
export function stepAfter({ times }: BarPlan, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
