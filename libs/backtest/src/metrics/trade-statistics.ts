import { mean, standardDeviation, type Numbers } from './moments';

/**
 * Win rate: share of trips (0…1) with a net profit above zero; a break-even trip is not won. null without trips.
 * https://www.investopedia.com/terms/w/win-loss-ratio.asp
 */
export function winRate(profits: Numbers): number | null {
  return profits.length === 0 ? null : countIf(profits, (profit) => profit > 0) / profits.length;
}

/**
 * Profit factor, Σ profits ÷ Σ |losses|; above 1 is profitable. null if nothing was lost.
 * https://kernc.github.io/backtesting.py/doc/backtesting/backtesting.html (Profit Factor)
 */
export function profitFactor(profits: Numbers): number | null {
  const losses = lossSum(profits);
  return losses === 0 ? null : winSum(profits) / losses;
}

/** Payoff ratio, mean profit ÷ mean |loss|. null without a winner or without a loser. https://github.com/ranaroussi/quantstats/blob/main/quantstats/stats.py (payoff_ratio) */
export function payoffRatio(profits: Numbers): number | null {
  const wins = countIf(profits, (profit) => profit > 0);
  const losses = countIf(profits, (profit) => profit < 0);
  return wins === 0 || losses === 0 ? null : winSum(profits) / wins / (lossSum(profits) / losses);
}

/**
 * Expectancy: mean profit per trip, in the unit of the profits. null without trips.
 * https://docs.rs/nautilus-analysis/latest/nautilus_analysis/statistics/expectancy/struct.Expectancy.html
 */
export function expectancy(profits: Numbers): number | null {
  return mean(profits);
}

/**
 * Expectancy per unit lost, mean profit ÷ mean |loss|: Van Tharp's expectancy where one R is the average loss. null without a
 * loser. https://github.com/freqtrade/freqtrade/blob/develop/freqtrade/data/metrics.py (calculate_expectancy)
 */
export function expectancyRatio(profits: Numbers): number | null {
  const losses = countIf(profits, (profit) => profit < 0);
  const average = mean(profits);
  return losses === 0 || average === null ? null : average / (lossSum(profits) / losses);
}

/**
 * System quality number, √n × mean ÷ standard deviation (n − 1) of the trips' R multiples, or of their profits if risks are unknown
 * (equivalent if each trip risks the same). null below two trips or if all are equal.
 * https://edgewonk.zendesk.com/hc/en-us/articles/360010087680-SQN
 */
export function systemQuality(profits: Numbers): number | null {
  const average = mean(profits);
  const deviation = standardDeviation(profits);
  return average === null || deviation === null || deviation === 0 ? null : (Math.sqrt(profits.length) * average) / deviation;
}

/** The longest runs of won and of lost trips, in order of closing; a break-even trip ends both. */
export function longestStreaks(profits: Numbers): { readonly wins: number; readonly losses: number } {
  let [wins, losses, run, sign] = [0, 0, 0, 0];
  for (let i = 0; i < profits.length; i += 1) {
    const next = Math.sign(profits[i]!);
    run = next === sign ? run + 1 : 1;
    sign = next;
    if (sign > 0) wins = Math.max(wins, run);
    if (sign < 0) losses = Math.max(losses, run);
  }
  return { wins, losses };
}

function countIf(values: Numbers, holds: (value: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < values.length; i += 1) if (holds(values[i]!)) count += 1;
  return count;
}

function winSum(profits: Numbers): number {
  let sum = 0;
  for (let i = 0; i < profits.length; i += 1) sum += Math.max(0, profits[i]!);
  return sum;
}

function lossSum(profits: Numbers): number {
  let sum = 0;
  for (let i = 0; i < profits.length; i += 1) sum -= Math.min(0, profits[i]!);
  return sum;
}
