/** A return as a fraction, and the milliseconds in which it was made. */
export interface Earned {
  readonly return: number;
  readonly time: number;
}

/**
 * Walk-forward efficiency: the winners' daily return out of sample ÷ their daily return in sample, both over all windows. 1: out of sample
 * was as good as in sample, 0: nothing was earned. null if nothing was earned in sample. Pardo, The Evaluation and Optimization of Trading
 * Strategies, 2nd edition 2008, chapter 11, which annualises both; the ratio is the same.
 */
export function walkForwardEfficiency(inSample: readonly Earned[], outOfSample: readonly Earned[]): number | null {
  const [promised, came] = [rateOf(inSample), rateOf(outOfSample)];
  return promised === null || came === null || promised <= 0 ? null : came / promised;
}

function rateOf(earned: readonly Earned[]): number | null {
  const time = earned.reduce((sum, one) => sum + one.time, 0);
  return time > 0 ? earned.reduce((sum, one) => sum + one.return, 0) / time : null;
}
