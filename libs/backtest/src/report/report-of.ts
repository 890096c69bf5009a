import { analyseRun, closingPrices, metricsOf, type Analysis, type MetricOptions } from '../metrics/analysis';
import { benchmarkReturns } from '../metrics/benchmark';
import { USUAL_YEAR, type YearTerms } from '../metrics/growth';
import { DAY, firstAfter } from '../metrics/daily-returns';
import { LIQUIDATED, exact, partOf, type Curve, type RunPart, type RunRecord } from '../metrics/run-record';
import { distributionOf } from './distribution';
import { monteCarlo, type MonteCarlo, type MonteCarloOptions } from '../monte-carlo/monte-carlo';
import {
  REPORT_SCHEMA,
  type Report,
  type ReportStrategy,
  type ReportSubject,
  type SearchSummary,
  type Series,
  type WalkSummary,
} from './report';
import { breakdown, reportTrades } from './report-trades';
import { mergeBars, thinOut } from './thin-out';

export interface ReportOptions extends MetricOptions {
  /** Number of trades listed individually; default 2,000. */
  readonly trades?: number;
  /** The search that found the run's parameters. */
  readonly search?: SearchSummary;
  /** The windows from which the run was assembled. */
  readonly walk?: WalkSummary;
  /** Adds a Monte Carlo simulation. */
  readonly monteCarlo?: Pick<MonteCarloOptions, 'runs' | 'seed'>;
}

/** Number of intervals to which a curve is reduced, each with its lowest and highest point. */
const STRETCHES = 900;
/** Number of bars of all price charts together, and the maximum and minimum of one. */
const [ALL_BARS, MOST_BARS, FEWEST_BARS] = [3_600, 1_200, 240];
const MOST_TRADES = 2_000;
const DEEPEST = 10;
const MOST_WORDS = 50;

/** Computes the metrics of a run and keeps what a page can show: a few hundred kilobytes, whether it had a hundred bars or millions. */
export function reportOf(run: RunRecord, subject: ReportSubject, options: ReportOptions = {}): Report {
  const { trades: mostTrades = MOST_TRADES } = options;
  const bars = Math.max(FEWEST_BARS, Math.min(MOST_BARS, Math.floor(ALL_BARS / Math.max(1, run.markets.length))));
  const analysis = analyseRun(run, options);
  const { trips, metrics, months, drawdowns } = analysis;
  const curve = sinceStart(run);
  const thin = (values: Float64Array): Series => thinOut(curve.times, values, STRETCHES);
  const trades = reportTrades({ run, trips, marks: closingPrices(run) }, mostTrades);
  return {
    schema: REPORT_SCHEMA,
    subject,
    from: run.from,
    to: run.to,
    startingEquity: exact(run.startingEquity).toString(),
    year: yearOf(options),
    metrics,
    equity: thin(curve.equity),
    drawdown: thin(drawdownCurve(curve.equity)),
    benchmark: benchmarkCurve(run, analysis),
    exposure: curve.exposure === undefined ? null : thin(curve.exposure.map((held, index) => leverageAt(held, curve.equity[index]!))),
    markets: run.markets.map((market) => mergeBars(market, run, bars)),
    months,
    distribution: distributionOf(analysis.daily.returns),
    drawdowns: drawdowns.toSorted((a, b) => b.depth - a.depth).slice(0, DEEPEST),
    entryTags: breakdown(trips.closed, ({ entryTag }) => entryTag).slice(0, MOST_WORDS),
    exitReasons: breakdown(trips.closed, ({ exitReason }) => exitReason).slice(0, MOST_WORDS),
    trades,
    tradesLeftOut: trips.closed.length + trips.open.length - trades.length,
    fault: run.fault ?? null,
    ...liquidationOf(run),
    logs: run.logs ?? [],
    ...(run.parts === undefined ? {} : { strategies: run.parts.map((part) => strategyOf(run, part, options)) }),
    ...(options.trials === undefined ? {} : { trials: options.trials }),
    ...(options.search === undefined ? {} : { search: options.search }),
    ...(options.walk === undefined ? {} : { walk: options.walk }),
    ...(options.monteCarlo === undefined ? {} : { monteCarlo: drawn(run, analysis, options) }),
  };
}

/** Positions taken over together count once. */
function liquidationOf({ fills }: RunRecord): Pick<Report, 'liquidated'> {
  const [first, ...later] = new Set(fills.filter(({ reason }) => reason === LIQUIDATED).map(({ at }) => at));
  return first === undefined ? {} : { liquidated: { at: first, times: 1 + later.length } };
}

/** Trials are recorded by strategy and data, not for combinations. */
function strategyOf(run: RunRecord, part: RunPart, { trials: _trials, ...options }: ReportOptions): ReportStrategy {
  const { label, strategy, version, params, fault } = part;
  const own = partOf(run, part);
  const { times, equity } = sinceStart(own);
  return { label, strategy, version, params, fault, metrics: metricsOf(own, options), equity: thinOut(times, equity, STRETCHES) };
}

function drawn(run: RunRecord, { trips, daily }: Analysis, { monteCarlo: asked, ...options }: ReportOptions): MonteCarlo {
  const sample = {
    startingEquity: exact(run.startingEquity).toNumber(),
    tradeProfits: trips.closed.map(({ netProfit }) => netProfit.toNumber()),
    dailyReturns: daily.returns,
  };
  return monteCarlo(sample, { ...asked!, ...yearOf(options) });
}

function yearOf({ daysPerYear = USUAL_YEAR.daysPerYear, riskFreeRate = USUAL_YEAR.riskFreeRate }: ReportOptions): YearTerms {
  return { daysPerYear, riskFreeRate };
}

/** The curve with the starting equity as its first point. */
function sinceStart({ curve, from, startingEquity }: RunRecord): Curve {
  const first = firstAfter(curve.times, from);
  const column = (values: Float64Array, start: number): Float64Array => {
    const whole = new Float64Array(values.length - first + 1);
    whole[0] = start;
    whole.set(values.subarray(first), 1);
    return whole;
  };
  return {
    times: column(curve.times, from),
    equity: column(curve.equity, exact(startingEquity).toNumber()),
    ...(curve.exposure === undefined ? {} : { exposure: column(curve.exposure, 0) }),
  };
}

function drawdownCurve(equity: Float64Array): Float64Array {
  let peak = -Infinity;
  return equity.map((value) => {
    peak = Math.max(peak, value);
    return peak > 0 ? (peak - value) / peak : 0;
  });
}

function leverageAt(held: number, equity: number): number {
  return equity > 0 ? held / equity : 0;
}

function benchmarkCurve(run: RunRecord, { daily }: Analysis): Series | null {
  const days = { from: run.from, firstDay: daily.firstDay, days: daily.returns.length };
  const returns = benchmarkReturns(run.markets, days);
  if (returns === null || returns.length === 0) return null;
  const times = new Float64Array(returns.length + 1).map((_, day) =>
    day === 0 ? run.from : Math.min(run.to, (daily.firstDay + day) * DAY),
  );
  const values = new Float64Array(returns.length + 1);
  values[0] = exact(run.startingEquity).toNumber();
  for (let day = 0; day < returns.length; day += 1) values[day + 1] = values[day]! * (1 + returns[day]!);
  return thinOut(times, values, STRETCHES);
}
