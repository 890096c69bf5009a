import { getZScore } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { deviation, lastFromMean, overWindows } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { zScore } from './z-score';

describe('zScore', () => {
  it('counts deviations from the mean', () => {
    const state = zScore.create(8); // mean 5, deviation 2
    expect([2, 4, 4, 4, 5, 5, 7, 9].map((value) => zScore.update(state, value)).at(-1)).toBe(2);
  });

  it('is 0 while all values are equal', () => {
    const state = zScore.create(2);
    expect([0.1, 0.1].map((value) => zScore.update(state, value))).toEqual([null, 0]);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const state = zScore.create(20);
    const closes = closesOf(bars);
    expectAgreement(
      closes.map((close) => zScore.update(state, close)),
      closes.map((_, at) => (at < 19 ? null : getZScore(closes.slice(at - 19, at + 1)))),
      { scale: 1 },
    );
  });

  it.each([0, 1, 2.5, NaN])('has no period %p', (period) => {
    expect(() => zScore.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [2, 5, 20],
    create: zScore.create,
    update: (state, { close }) => zScore.update(state, close),
    naive: (bars, period) =>
      overWindows(closesOf(bars), period, (window) => {
        const spread = deviation(window);
        return spread === 0 ? 0 : lastFromMean(window) / spread;
      }),
    memory: (period) => period,
    holds: (value, period) => Math.abs(value) <= Math.sqrt(period - 1) + 1e-9,
    scale: 1,
  });
});
