import type { Numbers } from './moments';
import type { Curve } from './run-record';

/** A decline from a peak until the peak is reached again. */
export interface Drawdown {
  /** Last time at the peak; epoch milliseconds. */
  readonly peakAt: number;
  readonly troughAt: number;
  /** null until the peak is reached again. */
  readonly recoveredAt: number | null;
  /** Peak less trough, in the quote asset. */
  readonly amount: number;
  /** amount ÷ peak; above 1 if the account is in debt. */
  readonly depth: number;
}

/**
 * All drawdowns of a curve, in order; the starting equity at `from` is the first peak. A curve that never falls has none.
 * https://en.wikipedia.org/wiki/Drawdown_(economics)
 */
export function drawdowns(curve: Curve, from: number, startingEquity: number): Drawdown[] {
  const found: Drawdown[] = [];
  let peak = startingEquity;
  let peakAt = from;
  let trough = peak;
  let troughAt = from;
  for (let i = 0; i < curve.times.length; i += 1) {
    const at = curve.times[i]!;
    const value = curve.equity[i]!;
    if (at <= from) continue;
    if (value < trough) {
      trough = value;
      troughAt = at;
    }
    if (value < peak) continue;
    if (trough < peak) found.push({ peakAt, troughAt, recoveredAt: at, amount: peak - trough, depth: depthOf(peak, trough) });
    peak = trough = value;
    peakAt = troughAt = at;
  }
  if (trough < peak) found.push({ peakAt, troughAt, recoveredAt: null, amount: peak - trough, depth: depthOf(peak, trough) });
  return found;
}

export interface DrawdownSummary {
  /** The largest as a fraction, the first of equal ones. */
  readonly deepest: Drawdown | null;
  /** The largest loss from a peak in the quote asset; not always in the deepest drawdown. */
  readonly maxAmount: number;
  /** Fraction of the peak. */
  readonly maxDepth: number;
  /** Mean depth of all drawdowns; 0 without one. */
  readonly averageDepth: number;
  /** From peak to recovery, or to the end of the run; milliseconds. */
  readonly longest: number;
  readonly averageDuration: number;
  readonly count: number;
}

/**
 * Depths and durations of the drawdowns of a run that ends at `to`; all zero without one. Averages are over drawdowns, not over time.
 * https://kernc.github.io/backtesting.py/doc/backtesting/backtesting.html (Max. and Avg. Drawdown, Duration)
 */
export function summarizeDrawdowns(list: readonly Drawdown[], to: number): DrawdownSummary {
  let deepest: Drawdown | null = null;
  let [maxAmount, depths, longest, durations] = [0, 0, 0, 0];
  for (const fall of list) {
    if (deepest === null || fall.depth > deepest.depth) deepest = fall;
    maxAmount = Math.max(maxAmount, fall.amount);
    const duration = (fall.recoveredAt ?? to) - fall.peakAt;
    longest = Math.max(longest, duration);
    depths += fall.depth;
    durations += duration;
  }
  const count = list.length;
  const averages =
    count === 0 ? { averageDepth: 0, averageDuration: 0 } : { averageDepth: depths / count, averageDuration: durations / count };
  return { deepest, maxAmount, maxDepth: deepest?.depth ?? 0, longest, count, ...averages };
}

/**
 * Ulcer index: √(Σ drawdown² ÷ n) over equally spaced values (here UTC days), each drawdown a fraction of the highest value so far
 * including `start`; as a fraction. null without values. http://www.tangotools.com/ui/ui.htm
 */
export function ulcerIndex(values: Numbers, start: number): number | null {
  if (values.length === 0) return null;
  let peak = start;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    peak = Math.max(peak, values[i]!);
    squares += depthOf(peak, values[i]!) ** 2;
  }
  return Math.sqrt(squares / values.length);
}

function depthOf(peak: number, value: number): number {
  return peak > 0 ? (peak - value) / peak : 0;
}
