import { LinearRegression } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { mean, overWindows, sum } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { linearRegressionSlope } from './linear-regression-slope';

describe('linearRegressionSlope', () => {
  it('is the rise per value of a straight line', () => {
    const state = linearRegressionSlope.create(3);
    expect([1, 3, 5, 7].map((value) => linearRegressionSlope.update(state, value))).toEqual([null, null, 2, 2]);
  });

  it('fits the line by least squares', () => {
    const state = linearRegressionSlope.create(5); // Σ (x − 3)(y − 4) / Σ (x − 3)² = (−2 · −2 − 1 · 0 + 0 + 0 + 2 · 1) / 10
    const values = [2, 4, 5, 4, 5].map((value) => linearRegressionSlope.update(state, value));
    expect(values.at(-1)).toBeCloseTo(0.6, 12);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [linearRegressionSlope.create(20), new LinearRegression(20)];
    expectAgreement(
      closesOf(bars).map((close) => linearRegressionSlope.update(state, close)),
      closesOf(bars).map((close) => peer.add(close)?.slope ?? null),
      { scale: 1 },
    );
  });

  it.each([0, 1, 2.5, NaN])('has no period %p', (period) => {
    expect(() => linearRegressionSlope.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [2, 5, 20],
    create: linearRegressionSlope.create,
    update: (state, { close }) => linearRegressionSlope.update(state, close),
    naive: (bars, period) =>
      overWindows(closesOf(bars), period, (window) => {
        const [middle, level] = [(period - 1) / 2, mean(window)];
        return sum(window.map((value, at) => (at - middle) * (value - level))) / sum(window.map((_, at) => (at - middle) ** 2));
      }),
    memory: (period) => period,
    scale: 1,
  });
});
