import { addTo, noSum, totalOf, type CompensatedSum } from './compensated-sum';
import { emptyWindow, isFull, pushInto, type RollingWindow } from './window';

/** The sum of the last values, and the sum with weights from 1 for the oldest to `size` for the newest. */
export interface RollingWeighted {
  readonly window: RollingWindow;
  readonly plain: CompensatedSum;
  readonly weighted: CompensatedSum;
}

export function rollingWeighted(size: number): RollingWeighted {
  return { window: emptyWindow(size), plain: noSum(), weighted: noSum() };
}

/** Adds a value; true once the window is full. */
export function slideWeighted({ window, plain, weighted }: RollingWeighted, value: number): boolean {
  const dropped = pushInto(window, value);
  if (dropped === null) {
    addTo(plain, value);
    addTo(weighted, value * window.values.length);
    return isFull(window);
  }
  // Every remaining value loses one weight, the oldest its last one.
  addTo(weighted, -plain.sum);
  addTo(weighted, -plain.lost);
  addTo(weighted, value * window.size);
  addTo(plain, value);
  addTo(plain, -dropped);
  // The rounding error of a product never cancels, so each turn of the ring recomputes the sums.
  if (window.at === 0) sumAgain(window, plain, weighted);
  return true;
}

export function weightedTotal(state: RollingWeighted): number {
  return totalOf(state.weighted);
}

export function plainTotal(state: RollingWeighted): number {
  return totalOf(state.plain);
}

function sumAgain({ values }: RollingWindow, plain: CompensatedSum, weighted: CompensatedSum): void {
  plain.sum = plain.lost = weighted.sum = weighted.lost = 0;
  for (let at = 0; at < values.length; at += 1) {
    addTo(plain, values[at]!);
    addTo(weighted, values[at]! * (at + 1));
  }
}
