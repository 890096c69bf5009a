import { addTo, noSum, totalOf, type CompensatedSum } from './compensated-sum';
import { emptyWindow, isFull, pushInto, type RollingWindow } from './window';

/** The sum of the last values. */
export interface RollingSum {
  readonly window: RollingWindow;
  readonly total: CompensatedSum;
  /** Number of non-zero values in the window; a window of zeros sums to exactly zero. */
  nonZero: number;
}

export function rollingSum(size: number): RollingSum {
  return { window: emptyWindow(size), total: noSum(), nonZero: 0 };
}

/** Adds a value and returns the sum of the window, null while it fills. */
export function slideSum(state: RollingSum, value: number): number | null {
  const { window, total } = state;
  const dropped = pushInto(window, value);
  addTo(total, value);
  if (value !== 0) state.nonZero += 1;
  if (dropped !== null && dropped !== 0) {
    addTo(total, -dropped);
    state.nonZero -= 1;
  }
  if (state.nonZero === 0) total.sum = total.lost = 0;
  return isFull(window) ? totalOf(total) : null;
}
