import { pathLength, pathStep } from './bar-path';
import type { TickBar } from './bar-series';

/** How one bar is played, step by step, as columns of equal length. */
export interface BarPlan {
  /** Market time, never falling; the first is the bar's start. */
  readonly times: readonly number[];
  /** Ticks of the last trade. */
  readonly prices: readonly number[];
  /** Volume of the bar up to and with each step; a step that adds none is a quote. */
  readonly volumes: readonly number[];
  /** Whether the last trade was a purchase; undefined lets the direction of the price say so. */
  readonly buyerTook?: readonly boolean[];
  /** Ticks between best bid and best ask; 1 when absent. */
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

/** Index of the first step later than `time`; the plan's length when there is none. */
export function stepAfter({ times }: BarPlan, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
