import { DAYS_PER_YEAR } from './growth';
import { mean, standardDeviation, type Numbers } from './moments';

export interface RatioOptions {
  /** Risk-free return per period, as a fraction; default 0. */
  readonly riskFree?: number;
  readonly periodsPerYear?: number;
}

/**
 * Sharpe ratio of one period, (mean − risk-free) ÷ standard deviation (n − 1); without a unit. null below two returns or if all are equal.
 * https://web.stanford.edu/~wfsharpe/art/sr/sr.htm
 */
export function periodSharpe(returns: Numbers, riskFree = 0): number | null {
  const average = mean(returns);
  const deviation = standardDeviation(returns);
  return average === null || deviation === null || deviation === 0 ? null : (average - riskFree) / deviation;
}

/**
 * Annual Sharpe ratio: per period × √(periods per year); without a unit. null below two returns or if all are equal.
 * https://web.stanford.edu/~wfsharpe/art/sr/sr.htm
 */
export function sharpe(returns: Numbers, { riskFree = 0, periodsPerYear = DAYS_PER_YEAR }: RatioOptions = {}): number | null {
  const ratio = periodSharpe(returns, riskFree);
  return ratio === null ? null : ratio * Math.sqrt(periodsPerYear);
}

/**
 * Annual Sortino ratio, (mean − target) ÷ √(Σ min(return − target, 0)² ÷ n) × √(periods per year); n counts all periods, not only the
 * losing ones. null without returns or without one below the target.
 * http://www.redrockcapital.com/Sortino__A__Sharper__Ratio_Red_Rock_Capital.pdf
 */
export function sortino(returns: Numbers, { riskFree = 0, periodsPerYear = DAYS_PER_YEAR }: RatioOptions = {}): number | null {
  const average = mean(returns);
  if (average === null) return null;
  let squares = 0;
  for (let i = 0; i < returns.length; i += 1) squares += Math.min(returns[i]! - riskFree, 0) ** 2;
  if (squares === 0) return null;
  return ((average - riskFree) / Math.sqrt(squares / returns.length)) * Math.sqrt(periodsPerYear);
}

/**
 * Calmar ratio, CAGR ÷ maximum drawdown (both fractions); without a unit. Over the whole run, where Young used 36 months. null without a
 * drawdown. https://en.wikipedia.org/wiki/Calmar_ratio
 */
export function calmar(growth: number | null, maxDrawdown: number | null): number | null {
  return growth === null || maxDrawdown === null || maxDrawdown === 0 ? null : growth / maxDrawdown;
}

/**
 * Omega ratio, Σ max(return − threshold, 0) ÷ Σ max(threshold − return, 0) with the threshold per period; above 1 is good. null if no
 * return is below the threshold. https://en.wikipedia.org/wiki/Omega_ratio
 */
export function omega(returns: Numbers, threshold = 0): number | null {
  let gains = 0;
  let losses = 0;
  for (let i = 0; i < returns.length; i += 1) {
    const excess = returns[i]! - threshold;
    if (excess > 0) gains += excess;
    else losses -= excess;
  }
  return losses === 0 ? null : gains / losses;
}
