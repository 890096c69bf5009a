import { addTo, noSum, totalOf, type CompensatedSum } from './compensated-sum';
import { emptyWindow, isFull, pushInto, type RollingWindow } from './window';

/** Mean and variance of the last values, from sums of their distances to a pivot near the mean. */
export interface RollingDeviation {
  readonly window: RollingWindow;
  pivot: number;
  readonly distances: CompensatedSum;
  readonly squares: CompensatedSum;
}

/** Below this share of the squares, cancellation has cost the variance too many digits. */
const PIVOT_IS_FAR = 1e-4;

export function rollingDeviation(size: number): RollingDeviation {
  return { window: emptyWindow(size), pivot: 0, distances: noSum(), squares: noSum() };
}

/**
 * Adds a value; true once the window is full. Takes constant time, except for a recomputation from the window once per turn of the ring and
 * whenever the mean has moved so far from the pivot that digits would be lost; a flat window therefore has a variance of exactly zero.
 * Shifted data: T. Chan, G. Golub, R. LeVeque, Algorithms for Computing the Sample Variance, The American Statistician 37 (1983),
 * https://doi.org/10.1080/00031305.1983.10483115.
 */
export function slideDeviation(state: RollingDeviation, value: number): boolean {
  const { window } = state;
  if (window.values.length === 0) state.pivot = value;
  const dropped = pushInto(window, value);
  count(state, value - state.pivot, 1);
  if (dropped !== null) count(state, dropped - state.pivot, -1);
  if (!isFull(window)) return false;
  if ((dropped !== null && window.at === 0) || pivotIsFar(state)) startAfresh(state);
  return true;
}

export function meanOf({ window, pivot, distances }: RollingDeviation): number {
  return pivot + totalOf(distances) / window.values.length;
}

/** `value − mean`, without rounding the mean first. */
export function fromMean({ window, pivot, distances }: RollingDeviation, value: number): number {
  return value - pivot - totalOf(distances) / window.values.length;
}

/** Population standard deviation: the mean square distance to the mean, divided by n. */
export function deviationOf({ window, distances, squares }: RollingDeviation): number {
  const n = window.values.length;
  const mean = totalOf(distances) / n;
  return Math.sqrt(Math.max(0, totalOf(squares) / n - mean * mean));
}

function count({ distances, squares }: RollingDeviation, distance: number, sign: 1 | -1): void {
  addTo(distances, sign * distance);
  addTo(squares, sign * distance * distance);
}

function pivotIsFar({ window, distances, squares }: RollingDeviation): boolean {
  const sum = totalOf(distances);
  const square = totalOf(squares) * window.values.length;
  return square - sum * sum < PIVOT_IS_FAR * square;
}

function startAfresh(state: RollingDeviation): void {
  const { values } = state.window;
  const first = values[0]!;
  let beyond = 0;
  for (const value of values) beyond += value - first;
  state.pivot = first + beyond / values.length;
  const { distances, squares } = state;
  distances.sum = distances.lost = squares.sum = squares.lost = 0;
  for (const value of values) count(state, value - state.pivot, 1);
}
