import { DAY } from './daily-returns';
import { standardDeviation, type Numbers } from './moments';

/** How a year is counted; crypto markets trade every day. */
export const DAYS_PER_YEAR = 365;

/** The basis of annualised metrics. */
export interface YearTerms {
  /** Trading days of the market per year. */
  readonly daysPerYear: number;
  /** Annual risk-free rate, as a fraction. */
  readonly riskFreeRate: number;
}

export const USUAL_YEAR: YearTerms = { daysPerYear: DAYS_PER_YEAR, riskFreeRate: 0 };

export function isUsualYear({ daysPerYear, riskFreeRate }: YearTerms): boolean {
  return daysPerYear === USUAL_YEAR.daysPerYear && riskFreeRate === USUAL_YEAR.riskFreeRate;
}

/**
 * Total return, end ÷ start − 1, as a fraction (0.1 is 10 %); below −1 if the account is in debt. null if it starts with nothing.
 * https://en.wikipedia.org/wiki/Rate_of_return
 */
export function totalReturn(start: number, end: number): number | null {
  return start > 0 ? end / start - 1 : null;
}

export interface Growth {
  readonly start: number;
  readonly end: number;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly daysPerYear?: number;
}

/**
 * Compound annual growth rate, (end ÷ start)^(year ÷ time) − 1, as a fraction, by elapsed time, not the number of samples. −1 if nothing is
 * left; null without time, or if it starts with nothing. https://en.wikipedia.org/wiki/Compound_annual_growth_rate
 */
export function cagr({ start, end, from, to, daysPerYear = DAYS_PER_YEAR }: Growth): number | null {
  if (start <= 0 || to <= from) return null;
  if (end <= 0) return -1;
  const rate = (end / start) ** ((daysPerYear * DAY) / (to - from)) - 1;
  return Number.isFinite(rate) ? rate : null;
}

/**
 * Annual volatility, standard deviation of the returns × √(periods per year), as a fraction. null below two returns, 0 if all are equal.
 * https://en.wikipedia.org/wiki/Volatility_(finance)
 */
export function volatility(returns: Numbers, periodsPerYear: number = DAYS_PER_YEAR): number | null {
  const deviation = standardDeviation(returns);
  return deviation === null ? null : deviation * Math.sqrt(periodsPerYear);
}

/**
 * Market change over the run: the mean over all symbols of last close ÷ first close − 1, as a fraction. null without a priced market.
 * https://www.freqtrade.io/en/stable/backtesting/#backtesting-report-table (market change)
 */
export function marketChange(closes: readonly Numbers[]): number | null {
  const changes = closes
    .filter((prices) => prices.length > 0 && prices[0]! > 0)
    .map((prices) => prices[prices.length - 1]! / prices[0]! - 1);
  return changes.length === 0 ? null : changes.reduce((sum, change) => sum + change, 0) / changes.length;
}
