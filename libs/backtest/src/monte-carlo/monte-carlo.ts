import { SeededRandom } from '@libs/simulation';
import { USUAL_YEAR, type YearTerms } from '../metrics/growth';
import { quantile } from '../metrics/moments';
import { sharpe } from '../metrics/risk-adjusted';
import { Fan } from './fan';
import { stationaryIndices, shuffledIndices, independentIndices } from './resample';

export interface MonteCarloOptions extends Partial<YearTerms> {
  /** Number of paths drawn by each method, 1 or more. */
  readonly runs: number;
  readonly seed: number;
  /** Mean length of the blocks of days; default: the cube root of the number of days, rounded up. */
  readonly blockDays?: number;
}

/** The data to resample. */
export interface MonteCarloSample {
  readonly startingEquity: number;
  /** Profit of each closed trade after costs, in order of closing. */
  readonly tradeProfits: readonly number[];
  /** Daily returns (UTC), as fractions. */
  readonly dailyReturns: Float64Array;
}

/** Percentiles over the paths: each is the value below which that share of them lies. */
export interface Bands {
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
}

export interface TradeCourses {
  readonly trades: number;
  /** Maximum drawdown as a fraction of the peak; above 1 if the account is in debt. */
  readonly maxDrawdown: Bands;
  /** In the quote asset. */
  readonly finalEquity: Bands;
  /** Share of the paths that end below the start. */
  readonly lossProbability: number;
}

export interface DayCourses {
  readonly days: number;
  readonly blockDays: number;
  readonly maxDrawdown: Bands;
  readonly finalEquity: Bands;
  /** Annual; null if fewer than half of the paths have one. */
  readonly sharpe: Bands | null;
  readonly lossProbability: number;
  /** Equity after that many days. */
  readonly fan: readonly ({ readonly day: number } & Bands)[];
}

export interface MonteCarlo {
  readonly runs: number;
  readonly seed: number;
  /** The same trades in another order; all end where the run did. null below two closed trades. */
  readonly shuffled: Omit<TradeCourses, 'finalEquity' | 'lossProbability'> | null;
  /** The same number of trades, each drawn from all of them. null below two closed trades. */
  readonly resampled: TradeCourses | null;
  /** The same number of days, drawn in blocks. null below two days. */
  readonly blocks: DayCourses | null;
}

/**
 * Other possible outcomes of the same trades and days. Trades reordered, and resampled with replacement: Davey, Building Winning
 * Algorithmic Trading Systems, 2014; Efron, Bootstrap Methods, 1979: https://doi.org/10.1214/aos/1176344552. Both treat trades as
 * independent and of unchanged size. Blocks of days keep the dependence between days: the stationary bootstrap of Politis and Romano, 1994:
 * https://doi.org/10.1080/01621459.1994.10476870; blocks of n^(1/3) days as in Hall, Horowitz and Jing, 1995:
 * https://doi.org/10.1093/biomet/82.3.561. The same seed gives the same result.
 */
export function monteCarlo(sample: MonteCarloSample, options: MonteCarloOptions): MonteCarlo {
  const { runs, seed } = options;
  if (!Number.isSafeInteger(runs) || runs < 1) throw new RangeError(`runs is ${runs}; it must be a whole number, 1 or more`);
  // Each method has its own random generator, so one more trade does not change the draws of days.
  const { shuffled, resampled } = tradeCourses(sample, options);
  return { runs, seed, shuffled, resampled, blocks: dayCourses(sample, options) };
}

function tradeCourses(
  { startingEquity, tradeProfits }: MonteCarloSample,
  { runs, seed }: MonteCarloOptions,
): Pick<MonteCarlo, 'shuffled' | 'resampled'> {
  const trades = tradeProfits.length;
  if (trades < 2) return { shuffled: null, resampled: null };
  const courses = (random: SeededRandom, draw: typeof shuffledIndices): { falls: Float64Array; ends: Float64Array } => {
    const falls = new Float64Array(runs);
    const ends = new Float64Array(runs);
    for (let run = 0; run < runs; run += 1) {
      let [equity, peak, deepest] = [startingEquity, startingEquity, 0];
      for (const index of draw(trades, random)) {
        // An account without equity cannot trade.
        if (equity > 0) equity += tradeProfits[index]!;
        peak = Math.max(peak, equity);
        deepest = Math.max(deepest, (peak - equity) / peak);
      }
      falls[run] = deepest;
      ends[run] = equity;
    }
    return { falls, ends };
  };
  const order = courses(new SeededRandom(seed), shuffledIndices);
  const anew = courses(new SeededRandom(seed + 1), independentIndices);
  return {
    shuffled: { trades, maxDrawdown: bandsOf(order.falls) },
    resampled: {
      trades,
      maxDrawdown: bandsOf(anew.falls),
      finalEquity: bandsOf(anew.ends),
      lossProbability: shareBelow(anew.ends, startingEquity),
    },
  };
}

function dayCourses(
  { startingEquity, dailyReturns }: MonteCarloSample,
  { runs, seed, blockDays, ...year }: MonteCarloOptions,
): DayCourses | null {
  const days = dailyReturns.length;
  if (days < 2) return null;
  const { daysPerYear, riskFreeRate } = { ...USUAL_YEAR, ...year };
  const length = blockDays ?? Math.ceil(Math.cbrt(days));
  const random = new SeededRandom(seed + 2);
  const [falls, ends, ratios, course] = [new Float64Array(runs), new Float64Array(runs), [] as number[], new Float64Array(days)];
  const fan = new Fan(days, runs);
  for (let run = 0; run < runs; run += 1) {
    let [equity, peak, deepest] = [startingEquity, startingEquity, 0];
    for (const [day, index] of stationaryIndices(days, random, length).entries()) {
      course[day] = dailyReturns[index]!;
      if (equity > 0) equity *= 1 + course[day];
      peak = Math.max(peak, equity);
      deepest = Math.max(deepest, (peak - equity) / peak);
      fan.put(run, day, equity);
    }
    falls[run] = deepest;
    ends[run] = equity;
    const ratio = sharpe(course, { periodsPerYear: daysPerYear, riskFree: riskFreeRate / daysPerYear });
    if (ratio !== null) ratios.push(ratio);
  }
  return {
    days,
    blockDays: length,
    maxDrawdown: bandsOf(falls),
    finalEquity: bandsOf(ends),
    sharpe: ratios.length * 2 < runs ? null : bandsOf(Float64Array.from(ratios)),
    lossProbability: shareBelow(ends, startingEquity),
    fan: fan.rows(bandsOf),
  };
}

function bandsOf(values: Float64Array): Bands {
  const at = (p: number): number => quantile(values, p)!;
  return { p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) };
}

function shareBelow(values: Float64Array, limit: number): number {
  return values.filter((value) => value < limit).length / values.length;
}
