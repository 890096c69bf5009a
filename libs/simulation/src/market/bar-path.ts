import type { TickBar } from './bar-series';

/** One step of playing a bar. */
export interface PathStep {
  /** Market time, epoch milliseconds. */
  readonly time: number;
  readonly price: number;
  /** Volume of the bar up to and including this step. */
  readonly volume: number;
}

const LEGS = 3;

/** Number of steps of a bar if each of its three legs is divided into `stepsPerLeg` equal parts: the open, then the legs. */
export function pathLength(stepsPerLeg: number): number {
  return 1 + LEGS * stepsPerLeg;
}

/**
 * Step `index` of a bar that plays its open, the extreme nearer to the open (low first on a tie), the other extreme and its close. Each leg
 * takes a third of the interval; the close is played in the bar's last millisecond.
 */
export function pathStep(bar: TickBar, interval: number, stepsPerLeg: number, index: number): PathStep {
  const steps = LEGS * stepsPerLeg;
  const volume = Math.floor((bar.volume * (index + 1)) / (steps + 1));
  if (index === 0) return { time: bar.start, price: bar.open, volume };
  const leg = Math.ceil(index / stepsPerLeg);
  const part = (index - (leg - 1) * stepsPerLeg) / stepsPerLeg;
  const corners = cornersOf(bar);
  const from = corners[leg - 1]!;
  const to = corners[leg]!;
  const offset = index === steps ? interval - 1 : Math.round((interval * index) / steps);
  return { time: bar.start + offset, price: Math.round(from + (to - from) * part), volume };
}

function cornersOf(bar: TickBar): readonly [number, number, number, number] {
  const lowFirst = bar.open - bar.low <= bar.high - bar.open;
  return lowFirst ? [bar.open, bar.low, bar.high, bar.close] : [bar.open, bar.high, bar.low, bar.close];
}
