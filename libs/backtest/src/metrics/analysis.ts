import { Decimal } from '@libs/kernel';
import { alpha, benchmarkReturns, beta, correlation } from './benchmark';
import { DAY, dailyReturns, firstAfter, type DailyReturns } from './daily-returns';
import { drawdowns, summarizeDrawdowns, ulcerIndex, type Drawdown, type DrawdownSummary } from './drawdown';
import { annualTurnover, leverage, timeInMarket } from './exposure';
import { DAYS_PER_YEAR, cagr, marketChange, totalReturn, volatility, type YearTerms } from './growth';
import type { Metrics } from './metric-table';
import { mean, kurtosis, skewness } from './moments';
import { bestAndWorstDay, monthlyReturns, type MonthReturn } from './months';
import { calmar, omega, sharpe, sortino } from './risk-adjusted';
import { equityChange, roundTripsOfRun, type RoundTrips } from './round-trips';
import { exact, type Curve, type RunRecord } from './run-record';
import { deflatedSharpe, minimumTrackRecord, probabilisticSharpe, type Trials } from './significance';
import { conditionalValueAtRisk, tailRatio, valueAtRisk } from './tails';
import { costMetrics, tradeMetrics } from './trade-metrics';

/** Omitted fields of the year default to 365 days and a risk-free rate of zero. The rate is spread evenly over the days. */
export interface MetricOptions extends Partial<YearTerms> {
  /** The search that this run won; without it there is no deflated Sharpe ratio. */
  readonly trials?: Trials;
}

/** The metrics of a run, and what they were computed from. */
export interface Analysis {
  readonly metrics: Metrics;
  readonly trips: RoundTrips;
  readonly daily: DailyReturns;
  readonly months: readonly MonthReturn[];
  readonly drawdowns: readonly Drawdown[];
}

/** Computes everything at once; ratios use UTC days, drawdowns every sample of the curve. */
export function analyseRun(whole: RunRecord, options: MetricOptions = {}): Analysis {
  checkColumns(whole);
  const run = { ...whole, curve: curveAfter(whole.curve, whole.from) };
  const trips = roundTripsOfRun(run);
  const start = exact(run.startingEquity).toNumber();
  const daily = dailyReturns(run.curve, run.from, start);
  const falls = drawdowns(run.curve, run.from, start);
  const months = monthlyReturns(daily, start);
  const netProfit = equityChange(trips, closingPrices(run));
  const basis: Basis = { run, options, start, daily, months, netProfit, falls: summarizeDrawdowns(falls, run.to) };
  const growth = growthMetrics(basis);
  const drawdown = drawdownMetrics(basis, growth.cagr);
  const costs = costMetrics(trips);
  const metrics: Metrics = {
    ...growth,
    ...ratioMetrics(basis),
    ...drawdown,
    ...marketMetrics(basis),
    ...exposureMetrics(basis, trips, costs.tradedValue),
    ...tradeMetrics(trips),
    ...costs,
  };
  return { metrics, trips, daily, months, drawdowns: falls };
}

/** The metrics alone. */
export function metricsOf(run: RunRecord, options: MetricOptions = {}): Metrics {
  return analyseRun(run, options).metrics;
}

interface Basis {
  readonly run: RunRecord;
  readonly options: MetricOptions;
  readonly start: number;
  readonly daily: DailyReturns;
  readonly months: readonly MonthReturn[];
  readonly falls: DrawdownSummary;
  readonly netProfit: Decimal;
}

function growthMetrics({ run, options, start, daily, months, netProfit }: Basis) {
  const { from, to, curve } = run;
  const daysPerYear = options.daysPerYear ?? DAYS_PER_YEAR;
  const end = curve.equity.at(-1) ?? start;
  const days = bestAndWorstDay(daily);
  const monthly = months.map((month) => month.return);
  return {
    netProfit: netProfit.toString(),
    endEquity: end,
    totalReturn: totalReturn(start, end),
    cagr: cagr({ start, end, from, to, daysPerYear }),
    volatility: volatility(daily.returns, daysPerYear),
    bestDay: days?.best.return ?? null,
    worstDay: days?.worst.return ?? null,
    bestMonth: monthly.length === 0 ? null : Math.max(...monthly),
    worstMonth: monthly.length === 0 ? null : Math.min(...monthly),
  };
}

function ratioMetrics({ options, daily: { returns } }: Basis) {
  const ratio = ratioOptions(options);
  return {
    sharpe: sharpe(returns, ratio),
    sortino: sortino(returns, ratio),
    omega: omega(returns, ratio.riskFree),
    probabilisticSharpe: probabilisticSharpe(returns, ratio),
    deflatedSharpe: options.trials === undefined ? null : deflatedSharpe(returns, options.trials, ratio.riskFree),
    minimumTrackRecord: minimumTrackRecord(returns, ratio),
    valueAtRisk: valueAtRisk(returns),
    conditionalValueAtRisk: conditionalValueAtRisk(returns),
    skewness: skewness(returns),
    kurtosis: kurtosis(returns),
    tailRatio: tailRatio(returns),
  };
}

function drawdownMetrics({ run, start, daily, falls, netProfit }: Basis, growth: number | null) {
  const { deepest } = falls;
  return {
    calmar: calmar(growth, falls.maxDepth),
    maxDrawdown: falls.maxDepth,
    maxDrawdownAmount: falls.maxAmount,
    longestDrawdown: falls.longest,
    maxDrawdownDuration: deepest === null ? null : (deepest.recoveredAt ?? run.to) - deepest.peakAt,
    recoveryTime: deepest === null || deepest.recoveredAt === null ? null : deepest.recoveredAt - deepest.troughAt,
    averageDrawdown: falls.averageDepth,
    averageDrawdownDuration: falls.averageDuration,
    ulcerIndex: ulcerIndex(daily.equity, start),
    recoveryFactor: falls.maxAmount === 0 ? null : netProfit.toNumber() / falls.maxAmount,
  };
}

function marketMetrics({ run, options, daily: { firstDay, returns } }: Basis) {
  const market = benchmarkReturns(run.markets, { from: run.from, firstDay, days: returns.length });
  const ratio = ratioOptions(options);
  return {
    marketChange: marketChange(run.markets.map(({ times, closes }) => closes.subarray(Math.max(0, firstAfter(times, run.from) - 1)))),
    alpha: market === null ? null : alpha(returns, market, ratio),
    beta: market === null ? null : beta(returns, market),
    correlation: market === null ? null : correlation(returns, market),
  };
}

function exposureMetrics({ run, options, start }: Basis, { closed, open }: RoundTrips, tradedValue: string) {
  const used = leverage(run.curve);
  const years = (run.to - run.from) / DAY / (options.daysPerYear ?? DAYS_PER_YEAR);
  return {
    timeInMarket: timeInMarket([...closed, ...open], run.from, run.to),
    meanLeverage: used?.mean ?? null,
    maxLeverage: used?.max ?? null,
    turnover: annualTurnover(Number(tradedValue), mean(run.curve.equity) ?? start, years),
  };
}

function ratioOptions({ daysPerYear = DAYS_PER_YEAR, riskFreeRate = 0 }: MetricOptions) {
  return { riskFree: riskFreeRate / daysPerYear, periodsPerYear: daysPerYear };
}

/** The curve from the start of the run on. */
function curveAfter({ times, equity, exposure }: Curve, from: number): Curve {
  const first = firstAfter(times, from);
  const traded = { times: times.subarray(first), equity: equity.subarray(first) };
  return exposure === undefined ? traded : { ...traded, exposure: exposure.subarray(first) };
}

/** The last close of every market that has one. */
export function closingPrices({ markets }: RunRecord): Map<string, Decimal> {
  const priced = markets.filter(({ closes }) => closes.length > 0);
  return new Map(priced.map(({ symbol, closes }) => [symbol, Decimal.fromNumber(closes[closes.length - 1]!)]));
}

function checkColumns({ curve }: RunRecord): void {
  const { times, equity, exposure = times } = curve;
  if (times.length !== equity.length || times.length !== exposure.length) {
    throw new RangeError(`columns of the curve differ in length: ${times.length}, ${equity.length}, ${exposure.length}`);
  }
}
