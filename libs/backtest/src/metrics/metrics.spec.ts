import fc from 'fast-check';
import { alpha, benchmarkReturns, beta, correlation } from './benchmark';
import { DAY } from './daily-returns';
import { annualTurnover, leverage, timeInMarket } from './exposure';
import { cagr, marketChange, totalReturn, volatility } from './growth';
import { kurtosis, quantile, skewness, standardDeviation } from './moments';
import { normalCdf, normalQuantile } from './normal';
import { calmar, omega, periodSharpe, sharpe, sortino } from './risk-adjusted';
import { deflatedSharpe, expectedBestSharpe, minimumTrackRecord, probabilisticSharpe } from './significance';
import { conditionalValueAtRisk, tailRatio, valueAtRisk } from './tails';
import { expectancyRatio, longestStreaks, payoffRatio, profitFactor, systemQuality, winRate } from './trade-statistics';

describe('growth', () => {
  it('compounds over the time that passed', () => {
    // 100 → 121 in two years is 10 % a year.
    expect(cagr({ start: 100, end: 121, from: 0, to: 730 * DAY })).toBeCloseTo(0.1, 12);
    expect(cagr({ start: 100, end: 121, from: 0, to: 504 * DAY, daysPerYear: 252 })).toBeCloseTo(0.1, 12);
  });

  it('says that all is lost, and nothing where there is no time or no beginning', () => {
    expect(cagr({ start: 100, end: 0, from: 0, to: DAY })).toBe(-1);
    // Of what is owed no root can be drawn.
    expect(cagr({ start: 100, end: -5, from: 0, to: 30 * DAY })).toBe(-1);
    expect(cagr({ start: 100, end: 110, from: 5, to: 5 })).toBeNull();
    expect(cagr({ start: 0, end: 110, from: 0, to: DAY })).toBeNull();
    expect(totalReturn(0, 5)).toBeNull();
    expect(totalReturn(100, -50)).toBe(-1.5);
  });

  it('has no rate where a year would be beyond all numbers', () => {
    expect(cagr({ start: 1, end: 1e9, from: 0, to: 1 })).toBeNull();
  });

  it('takes the mean over markets that have a price', () => {
    expect(marketChange([[100, 90, 110], [50, 40], []])).toBeCloseTo((0.1 - 0.2) / 2, 12);
    expect(marketChange([[]])).toBeNull();
    expect(
      marketChange([
        [0, 5],
        [100, 110],
      ]),
    ).toBeCloseTo(0.1, 12);
  });
});

describe('moments', () => {
  it('are those of a worked sample', () => {
    // 2 4 4 4 5 5 7 9: mean 5, Σ(x − 5)² = 32, Σ(x − 5)³ = 42, Σ(x − 5)⁴ = 356.
    const sample = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(standardDeviation(sample)).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(skewness(sample)).toBeCloseTo(42 / 8 / 8, 12);
    expect(kurtosis(sample)).toBeCloseTo(356 / 8 / 16, 12);
  });

  it('take quantiles between ranks', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([4, 1, 3, 2], 0)).toBe(1);
    expect(quantile([4, 1, 3, 2], 1)).toBe(4);
    expect(quantile([7], 0.05)).toBe(7);
  });

  it('find no variance where rounding would leave some', () => {
    expect(standardDeviation(new Array<number>(7).fill(0.1))).toBe(0);
    expect(periodSharpe(new Array<number>(7).fill(0.1))).toBeNull();
  });
});

describe('ratios', () => {
  const returns = [0.02, -0.01, 0.03, 0];

  it('are those worked by hand', () => {
    // Mean 0.01; Σ(x − mean)² = 0.0001 + 0.0004 + 0.0004 + 0.0001 = 0.001.
    expect(sharpe(returns, { periodsPerYear: 1 })).toBeCloseTo(0.01 / Math.sqrt(0.001 / 3), 12);
    expect(sortino(returns, { periodsPerYear: 1 })).toBeCloseTo(0.01 / Math.sqrt(0.0001 / 4), 12);
    expect(omega(returns)).toBeCloseTo(5, 12);
    expect(volatility(returns, 4)).toBeCloseTo(2 * Math.sqrt(0.001 / 3), 12);
    expect(calmar(0.3, 0.15)).toBe(2);
    expect(calmar(0.3, 0)).toBeNull();
  });

  it('take the riskless return off', () => {
    expect(sharpe(returns, { riskFree: 0.01 })).toBeCloseTo(0, 12);
  });

  it('have no value without a loss', () => {
    expect(sortino([0.01, 0.02])).toBeNull();
    expect(omega([0.01, 0])).toBeNull();
  });
});

describe('tails', () => {
  const returns = Array.from({ length: 21 }, (_, index) => (index - 10) / 100);

  it('are losses as positive fractions', () => {
    // The 5 % quantile of 21 values is the second lowest, −0.09.
    expect(valueAtRisk(returns)).toBeCloseTo(0.09, 12);
    expect(conditionalValueAtRisk(returns)).toBeCloseTo(0.095, 12);
    expect(tailRatio(returns)).toBeCloseTo(1, 12);
  });

  it('are nothing without returns', () => {
    expect([valueAtRisk([]), conditionalValueAtRisk([]), tailRatio([]), tailRatio([0, 0])]).toEqual([null, null, null, null]);
  });
});

describe('the normal distribution', () => {
  it('has the values of the tables', () => {
    // DLMF 7.23 and NIST tables, to ten digits.
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1)).toBeCloseTo(0.841_344_746_068_543, 14);
    expect(normalCdf(-4)).toBeCloseTo(3.167_124_183_312e-5, 16);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959_963_984_540_054, 12);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(2)]).toEqual([-Infinity, Infinity, NaN]);
  });

  it('turns back', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 0.5, noNaN: true }), (p) => expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 10)),
    );
  });
});

describe('the significance of a Sharpe ratio', () => {
  it('is that of the example in Bailey and López de Prado, The Deflated Sharpe Ratio', () => {
    // N = 100 trials, V = 1/2 annual with 250 days: the expected best is 0.1132 a day.
    expect(expectedBestSharpe({ count: 100, sharpeVariance: 0.5 / 250 })).toBeCloseTo(0.1132, 4);
    expect(expectedBestSharpe({ count: 1, sharpeVariance: 1 })).toBe(0);
  });

  it('is even odds against its own ratio, and falls with every trial', () => {
    const returns = [0.02, -0.01, 0.03, 0, 0.01, -0.02, 0.015];
    expect(probabilisticSharpe(returns, { benchmark: periodSharpe(returns)! })).toBe(0.5);
    const [few, many] = [10, 1000].map((count) => deflatedSharpe(returns, { count, sharpeVariance: 0.01 })!);
    expect(few).toBeLessThan(probabilisticSharpe(returns)!);
    expect(many).toBeLessThan(few!);
  });

  it('is 95 % after the minimum track record', () => {
    // The same sample a thousandfold keeps its moments (over n), so its length alone decides.
    const sample = [0.02, -0.01, 0.03, 0, 0.01, -0.02, 0.015];
    const length = Math.round(minimumTrackRecord(sample.concat(...new Array<number[]>(999).fill(sample)))! / sample.length);
    expect(probabilisticSharpe(sample.concat(...new Array<number[]>(length - 1).fill(sample)))).toBeCloseTo(0.95, 2);
    expect(minimumTrackRecord([-0.01, 0.005, -0.02])).toBeNull();
  });
});

describe('the market', () => {
  it('explains an account that is half of it', () => {
    const market = [0.02, -0.04, 0.01, 0.03];
    const own = market.map((value) => value / 2 + 0.001);
    expect(beta(own, market)).toBeCloseTo(0.5, 12);
    expect(alpha(own, market)).toBeCloseTo(0.365, 12);
    expect(correlation(own, market)).toBeCloseTo(1, 12);
    expect(beta(own, [1, 1, 1, 1])).toBeNull();
  });

  it('is bought in equal parts at the last price before the run', () => {
    // Of the warm-up only the last price counts.
    const times = Float64Array.of(DAY - 5, DAY, DAY + 1, 2 * DAY, 4 * DAY);
    const markets = [
      { symbol: 'A', times, closes: Float64Array.of(50, 100, 105, 110, 121) },
      { symbol: 'B', times, closes: Float64Array.of(20, 10, 10, 9, 9) },
    ];
    const returns = [...benchmarkReturns(markets, { from: DAY, firstDay: 1, days: 3 })!];
    expect(returns.map((value) => Number(value.toFixed(12)))).toEqual([0, 0, 0.05]);
    expect(benchmarkReturns([], { from: 0, firstDay: 0, days: 3 })).toBeNull();
  });
});

describe('exposure', () => {
  it('counts overlapping trades once and open ones to the end', () => {
    const trips = [
      { openedAt: 60, closedAt: null },
      { openedAt: 10, closedAt: 30 },
      { openedAt: 20, closedAt: 40 },
      { openedAt: 22, closedAt: 25 },
      { openedAt: 24, closedAt: 39 },
    ];
    expect(timeInMarket(trips, 0, 100)).toBe(0.7);
    expect(timeInMarket(trips, 100, 100)).toBeNull();
  });

  it('is measured against equity where there is some', () => {
    expect(leverage({ equity: Float64Array.of(100, 0, 200), exposure: Float64Array.of(50, 10, 400) })).toEqual({ mean: 1.25, max: 2 });
    expect(leverage({ equity: Float64Array.of(100) })).toBeNull();
  });

  it('is turned over so many times a year', () => {
    expect(annualTurnover(3000, 1000, 0.5)).toBe(6);
    expect(annualTurnover(3000, 0, 0.5)).toBeNull();
  });
});

describe('trade statistics', () => {
  const profits = [10, -5, 20, 30, 0, -5, -5, -10];

  it('are those worked by hand', () => {
    expect(winRate(profits)).toBe(3 / 8);
    expect(profitFactor(profits)).toBe(60 / 25);
    expect(payoffRatio(profits)).toBe(20 / 6.25);
    expect(expectancyRatio(profits)).toBe(35 / 8 / 6.25);
    expect(longestStreaks(profits)).toEqual({ wins: 2, losses: 3 });
    // Mean 2, deviation √(32/3) over four.
    expect(systemQuality([6, -2, 2, 2])).toBeCloseTo((2 * 2) / Math.sqrt(32 / 3), 12);
  });

  it('have no value where there is nothing to divide by', () => {
    expect([winRate([]), profitFactor([1]), payoffRatio([-1]), expectancyRatio([2]), systemQuality([1])]).toEqual(new Array(5).fill(null));
    expect(longestStreaks([])).toEqual({ wins: 0, losses: 0 });
  });
});

describe('what does not change', () => {
  const column = fc.array(fc.integer({ min: -900, max: 900 }), { minLength: 3, maxLength: 60 }).map((list) => list.map((n) => n / 10_000));
  const close = (a: number | null, b: number | null, factor = 1) => {
    if (a === null || b === null) return expect(b).toBe(a);
    expect(Math.abs(b - a * factor)).toBeLessThan(1e-7 * Math.max(1, Math.abs(a)));
  };

  it('scaling returns leaves every ratio and scales every spread', () => {
    fc.assert(
      fc.property(column, fc.constantFrom(0.5, 2, 4), (returns, factor) => {
        const scaled = returns.map((value) => value * factor);
        for (const ratio of [
          sharpe,
          sortino,
          omega,
          skewness,
          kurtosis,
          probabilisticSharpe,
          profitFactor,
          payoffRatio,
          systemQuality,
          tailRatio,
        ]) {
          close(ratio(returns), ratio(scaled));
        }
        for (const spread of [volatility, valueAtRisk, conditionalValueAtRisk]) close(spread(returns), spread(scaled), factor);
      }),
    );
  });

  it('shifting returns leaves volatility, skew and beta, and moves the value at risk', () => {
    fc.assert(
      fc.property(column, fc.constantFrom(-0.25, 0.125, 0.5), (returns, shift) => {
        const moved = returns.map((value) => value + shift);
        close(volatility(returns), volatility(moved));
        if ((volatility(returns) ?? 0) > 1e-3) close(skewness(returns), skewness(moved));
        close(valueAtRisk(returns)! - shift, valueAtRisk(moved));
        const market = returns.map((value, index) => Math.sin(index) + value);
        close(beta(returns, market), beta(moved, market));
      }),
    );
  });

  it('order matters to no moment, and the tail loses at least its edge', () => {
    fc.assert(
      fc.property(column, (returns) => {
        const turned = returns.toReversed();
        for (const metric of [sharpe, sortino, omega, kurtosis, valueAtRisk]) close(metric(returns), metric(turned));
        expect(conditionalValueAtRisk(returns)!).toBeGreaterThanOrEqual(valueAtRisk(returns)! - 1e-12);
      }),
    );
  });
});
