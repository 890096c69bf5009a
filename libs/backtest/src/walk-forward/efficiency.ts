/** A return as a fraction, and the milliseconds in which it was made. */
export interface Earned {
  readonly return: number;
  readonly time: number;
}

/**
 * Walk-forward efficiency: what the winners earned a day out of sample ÷ what they earned a day in sample, both over all windows; 1: all
 * that the searches promised came, 0: nothing did. null where nothing was earned in sample. Pardo, The Evaluation and Optimization of
 * Trading Strategies, 2nd edition 2008, chapter 11, which annualises both; the ratio is the same.
 */
export function walkForwardEfficiency(inSample: readonly Earned[], outOfSample: readonly Earned[]): number | null {
  const [promised, came] = [rateOf(inSample), rateOf(outOfSample)];
  return promised === null || came === null || promised <= 0 ? null : came / promised;
}

function rateOf(earned: readonly Earned[]): number | null {
  const time = earned.reduce((sum, one) => sum + one.time, 0);
  return time > 0 ? earned.reduce((sum, one) => sum + one.return, 0) / time : null;
}
