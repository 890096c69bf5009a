import { analyseRun, metricsOf } from './analysis';
import { METRIC_NAMES } from './metric-table';
import type { RunRecord } from './run-record';
import { expectedRuns } from './testing/expected-runs';

const runs = expectedRuns();

describe.each(runs)('$name', ({ run, options, metrics, months }) => {
  const found = analyseRun(run, options);

  it.each(METRIC_NAMES)('has the %s that an independent computation gives', (name) => {
    const [actual, expected] = [found.metrics[name], metrics[name]];
    if (typeof actual !== 'number' || typeof expected !== 'number') return expect(actual).toBe(expected);
    expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(1e-9);
  });

  it('has the same months', () => {
    const found = analyseRun(run, options).months.map(({ year, month, ...rest }) => [
      `${year}-${String(month).padStart(2, '0')}`,
      rest.return,
    ]);
    expect(found.map(([key]) => key)).toEqual(Object.keys(months));
    for (const [key, value] of found) expect(value).toBeCloseTo(months[key as string]!, 12);
  });
});

const empty: RunRecord = {
  from: 0,
  to: 0,
  startingEquity: '1000',
  curve: { times: new Float64Array(), equity: new Float64Array() },
  fills: [],
  markets: [],
};

describe('a run without anything', () => {
  it('has no metric but counts and sums', () => {
    const known = Object.entries(metricsOf(empty)).filter(([, value]) => value !== null);
    expect(Object.fromEntries(known)).toEqual({
      netProfit: '0',
      endEquity: 1000,
      totalReturn: 0,
      maxDrawdown: 0,
      maxDrawdownAmount: 0,
      longestDrawdown: 0,
      averageDrawdown: 0,
      averageDrawdownDuration: 0,
      trades: 0,
      openTrades: 0,
      longestWinStreak: 0,
      longestLossStreak: 0,
      fees: '0',
      funding: '0',
      tradedValue: '0',
    });
  });

  it('is no nearer to one with a single point', () => {
    const curve = { times: Float64Array.of(86_400_000), equity: Float64Array.of(1100) };
    const metrics = metricsOf({ ...empty, to: 86_400_000, curve });
    expect(metrics).toMatchObject({
      totalReturn: 1100 / 1000 - 1,
      volatility: null,
      sharpe: null,
      sortino: null,
      omega: null,
      kurtosis: null,
    });
  });

  it('stands still without a ratio and without a division by zero', () => {
    const times = Float64Array.from({ length: 10 }, (_, day) => (day + 1) * 86_400_000);
    const curve = { times, equity: new Float64Array(10).fill(1000) };
    const metrics = metricsOf({ ...empty, to: times[9]!, curve }, { trials: { count: 5, sharpeVariance: 1 } });
    expect(metrics).toMatchObject({
      volatility: 0,
      sharpe: null,
      sortino: null,
      calmar: null,
      omega: null,
      deflatedSharpe: null,
      tailRatio: null,
    });
    expect(Object.values(metrics).filter((value) => typeof value === 'number' && !Number.isFinite(value))).toEqual([]);
  });
});

describe('a run that owes money', () => {
  const times = Float64Array.from({ length: 4 }, (_, day) => (day + 1) * 86_400_000);
  const metrics = metricsOf({ ...empty, to: times[3]!, curve: { times, equity: Float64Array.of(500, -250, 0, 400) } });

  it('ends its returns on the day of ruin', () => {
    expect(metrics).toMatchObject({ bestDay: -0.5, worstDay: -1.5, cagr: expect.any(Number) });
  });

  it('lost more than everything', () => {
    expect(metrics).toMatchObject({ maxDrawdown: 1.25, maxDrawdownAmount: 1250 });
  });
});

it('leaves out what the curve says of the time before the run', () => {
  const curve = { times: Float64Array.of(1, 6, 10), equity: Float64Array.of(9, 1000, 1100), exposure: Float64Array.of(900, 500, 550) };
  expect(metricsOf({ ...empty, from: 5, to: 10, curve })).toMatchObject({
    maxLeverage: 0.5,
    meanLeverage: 0.5,
    maxDrawdown: 0,
    endEquity: 1100,
  });
});

it('refuses columns of different lengths', () => {
  const curve = { times: new Float64Array(2), equity: new Float64Array(1) };
  expect(() => metricsOf({ ...empty, curve })).toThrow('columns of the curve differ in length: 2, 1, 2');
});
