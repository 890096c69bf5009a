import { dayOf, firstAfter } from './daily-returns';
import { DAYS_PER_YEAR } from './growth';
import { covariance, mean, standardDeviation, type Numbers } from './moments';
import type { RatioOptions } from './risk-adjusted';
import type { MarketColumns } from './run-record';

/** The UTC days of a run that begins at `from`. */
export interface RunDays {
  readonly from: number;
  readonly firstDay: number;
  readonly days: number;
}

/**
 * Daily returns (UTC) of a market: each day's last close against the day before, the first against the last close up to `from` (or else the
 * first close); 0 on days without a close.
 */
export function marketReturns({ times, closes }: Pick<MarketColumns, 'times' | 'closes'>, { from, firstDay, days }: RunDays): Float64Array {
  const returns = new Float64Array(days);
  let sample = firstAfter(times, from);
  let previous = closes[Math.max(0, sample - 1)] ?? 0;
  for (let day = 0; day < days; day += 1) {
    let close = previous;
    while (sample < times.length && dayOf(times[sample]!) <= firstDay + day) close = closes[sample++]!;
    returns[day] = previous > 0 ? close / previous - 1 : 0;
    previous = close;
  }
  return returns;
}

/** The benchmark: equal parts of every market, rebalanced daily; null without a market. */
export function benchmarkReturns(markets: readonly MarketColumns[], days: RunDays): Float64Array | null {
  if (markets.length === 0) return null;
  const all = markets.map((market) => marketReturns(market, days));
  return new Float64Array(days.days).map((_, day) => all.reduce((sum, returns) => sum + returns[day]!, 0) / all.length);
}

/**
 * Beta, cov(returns, market) ÷ var(market); without a unit. null below two periods or if the market does not move.
 * https://en.wikipedia.org/wiki/Beta_(finance)
 */
export function beta(returns: Numbers, market: Numbers): number | null {
  const together = covariance(returns, market);
  const deviation = standardDeviation(market);
  return together === null || deviation === null || deviation === 0 ? null : together / deviation ** 2;
}

/**
 * Jensen's alpha, the return beyond what beta explains: (mean − risk-free − beta × (market mean − risk-free)) × periods per year, not
 * compounded, as a fraction. null if beta is null. https://en.wikipedia.org/wiki/Jensen%27s_alpha
 */
export function alpha(returns: Numbers, market: Numbers, options: RatioOptions = {}): number | null {
  const { riskFree = 0, periodsPerYear = DAYS_PER_YEAR } = options;
  const slope = beta(returns, market);
  const own = mean(returns);
  const theirs = mean(market);
  if (slope === null || own === null || theirs === null) return null;
  return (own - riskFree - slope * (theirs - riskFree)) * periodsPerYear;
}

/**
 * Correlation with the market, −1…1. null below two periods or if either does not move.
 * https://en.wikipedia.org/wiki/Pearson_correlation_coefficient
 */
export function correlation(returns: Numbers, market: Numbers): number | null {
  const together = covariance(returns, market);
  const own = standardDeviation(returns);
  const theirs = standardDeviation(market);
  if (together === null || !own || !theirs) return null;
  return together / (own * theirs);
}
