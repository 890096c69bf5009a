import { kurtosis, skewness, type Numbers } from './moments';
import { normalCdf, normalQuantile } from './normal';
import { periodSharpe } from './risk-adjusted';

/** What a Sharpe ratio per period is compared with. */
export interface SignificanceOptions {
  /** The ratio that must be exceeded; default 0. */
  readonly benchmark?: number;
  /** Risk-free return per period, as a fraction; default 0. */
  readonly riskFree?: number;
}

const EULER = 0.577_215_664_901_532_9;
const CONFIDENCE = 0.95;

/**
 * Probabilistic Sharpe ratio: the probability (0…1) that the true Sharpe ratio per period is above `benchmark`, given length, skewness and
 * kurtosis of the sample: Φ((SR − SR*)√(n − 1) ÷ √(1 − skew·SR + (kurtosis − 1)/4·SR²)), none of them annualised, SR of the excess return.
 * null below two returns or if all are equal. Bailey and López de Prado, The Sharpe Ratio Efficient Frontier, 2012:
 * https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1821643
 */
export function probabilisticSharpe(returns: Numbers, { benchmark = 0, riskFree = 0 }: SignificanceOptions = {}): number | null {
  const ratio = periodSharpe(returns, riskFree);
  const spread = sharpeSpread(returns, riskFree);
  if (ratio === null || spread === null) return null;
  return normalCdf(((ratio - benchmark) * Math.sqrt(returns.length - 1)) / spread);
}

/** The number of variants tried, and the variance of their Sharpe ratios per period (not annualised). */
export interface Trials {
  readonly count: number;
  readonly sharpeVariance: number;
}

/**
 * The expected maximum Sharpe ratio per period of so many variants without skill: √V·((1 − γ)Φ⁻¹(1 − 1/N) + γΦ⁻¹(1 − 1/(N·e))), γ the
 * Euler–Mascheroni constant; 0 for a single trial. Bailey and López de Prado, The Deflated Sharpe Ratio, 2014:
 * https://papers.ssrn.com/sol3/papers.cfm?abstract_id=2460551
 */
export function expectedBestSharpe({ count, sharpeVariance }: Trials): number {
  if (count <= 1) return 0;
  const best = (1 - EULER) * normalQuantile(1 - 1 / count) + EULER * normalQuantile(1 - 1 / (count * Math.E));
  return Math.sqrt(sharpeVariance) * best;
}

/**
 * Deflated Sharpe ratio: the probabilistic Sharpe ratio against the best that chance alone would find in so many trials, 0…1. Same source
 * and edge cases as `expectedBestSharpe` and `probabilisticSharpe`.
 */
export function deflatedSharpe(returns: Numbers, trials: Trials, riskFree = 0): number | null {
  return probabilisticSharpe(returns, { benchmark: expectedBestSharpe(trials), riskFree });
}

/**
 * Minimum track record length: the number of periods needed to conclude with 95 % confidence that a Sharpe ratio like this one is above
 * `benchmark`: 1 + (1 − skew·SR + (kurtosis − 1)/4·SR²)(Φ⁻¹(0.95) ÷ (SR − SR*))². null if the ratio does not exceed the benchmark. Same
 * source as `probabilisticSharpe`.
 */
export function minimumTrackRecord(returns: Numbers, { benchmark = 0, riskFree = 0 }: SignificanceOptions = {}): number | null {
  const ratio = periodSharpe(returns, riskFree);
  const spread = sharpeSpread(returns, riskFree);
  if (ratio === null || spread === null || ratio <= benchmark) return null;
  return 1 + (spread * (normalQuantile(CONFIDENCE) / (ratio - benchmark))) ** 2;
}

function sharpeSpread(returns: Numbers, riskFree: number): number | null {
  const ratio = periodSharpe(returns, riskFree);
  const skew = skewness(returns);
  const tails = kurtosis(returns);
  if (ratio === null || skew === null || tails === null) return null;
  const variance = 1 - skew * ratio + ((tails - 1) / 4) * ratio * ratio;
  return variance > 0 ? Math.sqrt(variance) : null;
}
