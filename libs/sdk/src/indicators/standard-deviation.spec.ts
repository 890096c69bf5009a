import { getStandardDeviation } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { deviation, overWindows } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { standardDeviation } from './standard-deviation';

describe('standardDeviation', () => {
  it('is that of the population', () => {
    const state = standardDeviation.create(8); // https://en.wikipedia.org/wiki/Standard_deviation#Basic_examples: mean 5, variance 4
    expect([2, 4, 4, 4, 5, 5, 7, 9].map((value) => standardDeviation.update(state, value)).at(-1)).toBe(2);
  });

  it('is exactly 0 for equal values, wherever they came from', () => {
    const state = standardDeviation.create(3);
    const values = [1e9, 0.1, 0.1, 0.1, 0.3, 0.3, 0.3].map((value) => standardDeviation.update(state, value));
    expect([values[3], values[6]]).toEqual([0, 0]);
  });

  it('keeps its digits far from zero and after an outlier', () => {
    const state = standardDeviation.create(4);
    const values = [5e8, 1e14, 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4].map((value) => standardDeviation.update(state, value));
    expect(values.at(-1)).toBeCloseTo(Math.sqrt(1.25), 12);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const state = standardDeviation.create(20);
    const closes = closesOf(bars);
    expectAgreement(
      closes.map((close) => standardDeviation.update(state, close)),
      closes.map((_, at) => (at < 19 ? null : getStandardDeviation(closes.slice(at - 19, at + 1)))),
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => standardDeviation.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: standardDeviation.create,
    update: (state, { close }) => standardDeviation.update(state, close),
    naive: (bars, period) => overWindows(closesOf(bars), period, deviation),
    memory: (period) => period,
    holds: (value) => value >= 0,
  });
});
