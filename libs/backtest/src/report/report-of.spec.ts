import { compareReports } from './compare-reports';
import { distributionOf } from './distribution';
import { reportOf } from './report-of';
import { SUBJECT, sampleRun } from './testing/sample-run';
import { mergeBars, thinOut } from './thin-out';

describe('thinOut', () => {
  it('keeps a curve that is short', () => {
    expect(thinOut(Float64Array.of(1, 2, 3), Float64Array.of(5, 6, 7), 2)).toEqual({ times: [1, 2, 3], values: [5, 6, 7] });
  });

  it('keeps ends and every spike of a long one, in order', () => {
    const times = Float64Array.from({ length: 100_000 }, (_, index) => index);
    const values = times.map((index) => (index === 12_345 ? 99 : index === 12_400 ? -99 : Math.sin(index)));
    const thin = thinOut(times, values, 100);
    expect(thin.times.length).toBeLessThanOrEqual(202);
    expect(thin.times).toEqual(thin.times.toSorted((a, b) => a - b));
    expect([thin.times[0], thin.times.at(-1)]).toEqual([0, 99_999]);
    expect([Math.min(...thin.values), Math.max(...thin.values)]).toEqual([-99, 99]);
  });

  it('lives with holes', () => {
    const times = Float64Array.from({ length: 50 }, (_, index) => (index < 25 ? index : index + 1e6));
    expect(thinOut(times, times, 10).times).toEqual([0, 1, 24, 1e6 + 25, 1e6 + 48, 1e6 + 49]);
  });
});

describe('mergeBars', () => {
  const market = {
    symbol: 'X',
    times: Float64Array.of(0, 10, 20, 30, 40),
    opens: Float64Array.of(9, 1, 2, 3, 4),
    highs: Float64Array.of(9, 5, 3, 4, 8),
    lows: Float64Array.of(9, 1, 0.5, 2, 4),
    closes: Float64Array.of(9, 2, 3, 4, 6),
  };

  it('takes first open, highest high, lowest low and last close of each stretch of the run', () => {
    expect(mergeBars(market, { from: 0, to: 40 }, 2)).toEqual({
      symbol: 'X',
      times: [20, 40],
      opens: [1, 3],
      highs: [5, 8],
      lows: [0.5, 2],
      closes: [3, 6],
    });
  });

  it('opens at the close before where there are closes only', () => {
    const { symbol, times, closes } = market;
    expect(mergeBars({ symbol, times, closes }, { from: 0, to: 40 }, 4)).toMatchObject({
      opens: [2, 2, 3, 4],
      highs: [2, 3, 4, 6],
      lows: [2, 2, 3, 4],
    });
  });
});

describe('distributionOf', () => {
  it('counts in bins of a round width that part gains from losses, and days without either apart', () => {
    expect(distributionOf([-0.011, -0.001, 0, 0.004, 0.005, 0.012])).toEqual({
      edges: [-0.015, -0.01, -0.005, 0, 0.005, 0.01, 0.015],
      counts: [1, 0, 1, 1, 1, 1],
      unchanged: 1,
    });
  });

  it('has a bin for returns that are all the same, and none without returns', () => {
    expect(distributionOf([0.01, 0.01]).counts.reduce((a, b) => a + b)).toBe(2);
    expect(distributionOf([0, 0])).toEqual({ edges: [], counts: [], unchanged: 2 });
    expect(distributionOf([])).toEqual({ edges: [], counts: [], unchanged: 0 });
  });
});

describe('reportOf', () => {
  const report = reportOf(sampleRun({ bars: 4000 }), SUBJECT);

  it('is JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('agrees with itself', () => {
    expect(report.equity.values[0]).toBe(10_000);
    expect(report.equity.values.at(-1)).toBeCloseTo(report.metrics.endEquity!, 4);
    expect(Math.max(...report.drawdown.values)).toBeCloseTo(report.metrics.maxDrawdown!, 8);
    expect(report.drawdowns[0]!.depth).toBe(report.metrics.maxDrawdown);
    expect(report.trades).toHaveLength(report.metrics.trades! + report.metrics.openTrades!);
    const { counts, unchanged } = report.distribution;
    expect(counts.reduce((a, b) => a + b, unchanged)).toBe(Math.ceil(4000 / 24));
    expect(report.entryTags.reduce((sum, { trades }) => sum + trades, 0)).toBe(report.metrics.trades);
    expect(report.exitReasons.map(({ word }) => word).toSorted()).toEqual(['SIGNAL', 'STOP']);
    expect(report.benchmark!.values.at(-1)! / 10_000 - 1).toBeCloseTo(report.metrics.marketChange!, 2);
  });

  it('lists the trades that mattered most when there are too many, and says how many are left out', () => {
    const few = reportOf(sampleRun({ bars: 4000 }), SUBJECT, { trades: 10 });
    const size = (profit: string) => Math.abs(Number(profit));
    expect(few.trades).toHaveLength(10);
    expect(few.tradesLeftOut).toBe(report.trades.length - 10);
    const tenth = report.trades.map(({ profit }) => size(profit)).toSorted((a, b) => b - a)[9]!;
    expect(Math.min(...few.trades.map(({ profit }) => size(profit)))).toBe(tenth);
    expect(few.metrics).toEqual(report.metrics);
  });

  it('values what is still held at the last close', () => {
    const held = reportOf(sampleRun({ bars: 30 }), SUBJECT).trades;
    expect(held).toHaveLength(1);
    expect(held[0]).toMatchObject({ closedAt: null, exitReason: null });
  });
});

describe('compareReports', () => {
  const one = reportOf(sampleRun({ bars: 2000 }), SUBJECT);
  const two = reportOf(sampleRun({ bars: 3000, every: 90 }), { ...SUBJECT, title: 'Slower' });

  it('puts metrics side by side and marks the better', () => {
    const { titles, rows, warnings } = compareReports([one, two]);
    expect(titles).toEqual(['EMA cross on BTC', 'Slower']);
    const row = rows.find(({ name }) => name === 'maxDrawdown')!;
    expect(row.values).toEqual([one.metrics.maxDrawdown, two.metrics.maxDrawdown]);
    expect(row.best).toEqual([one.metrics.maxDrawdown! < two.metrics.maxDrawdown! ? 0 : 1]);
    expect(rows.find(({ name }) => name === 'beta')!.best).toEqual([]);
    expect(rows.find(({ name }) => name === 'deflatedSharpe')).toBeUndefined();
    expect(warnings).toEqual(['The runs cover different times.']);
  });

  it('warns where a year is counted otherwise; a report that does not say counts the usual one', () => {
    const traded = reportOf(sampleRun({ bars: 2000 }), SUBJECT, { daysPerYear: 252 });
    const rated = reportOf(sampleRun({ bars: 2000 }), SUBJECT, { riskFreeRate: 0.04 });
    const { year: _, ...older } = one;
    const warning = 'The runs count a year, or what it earns without risk, differently.';
    expect([traded, rated].map((other) => compareReports([one, other]).warnings)).toEqual([[warning], [warning]]);
    expect(compareReports([one, older]).warnings).toEqual([]);
  });

  it('compares exact amounts as numbers, and marks nothing that is equal', () => {
    const richer = { ...one, metrics: { ...one.metrics, netProfit: '1000', fees: '900' } };
    const poorer = { ...one, metrics: { ...one.metrics, netProfit: '999.5', fees: '900.00' } };
    const { rows } = compareReports([poorer, richer]);
    expect(rows.find(({ name }) => name === 'netProfit')!.best).toEqual([1]);
    expect(rows.find(({ name }) => name === 'fees')!.best).toEqual([]);
  });

  it('marks nothing better that is shown as the same', () => {
    const run = (deflatedSharpe: number): typeof one => ({ ...one, metrics: { ...one.metrics, deflatedSharpe } });
    const bestOf = (...ratios: readonly number[]) =>
      compareReports(ratios.map(run)).rows.find(({ name }) => name === 'deflatedSharpe')!.best;
    expect(bestOf(1e-9, 3e-9)).toEqual([]);
    expect(bestOf(0.5, 0.500001, 0.2)).toEqual([0, 1]);
  });
});
