import { HMA } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { afterNulls, weightedAverages } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { hma } from './hma';

describe('hma', () => {
  it('smooths twice the short average less the long one', () => {
    const state = hma.create(4); // wma(2 · wma(2) − wma(4), 2)
    expect([1, 2, 3].map((value) => hma.update(state, value))).toEqual([null, null, null]);
    expect(hma.update(state, 4)).toBeNull(); // 2 · 11/3 − 30/10 = 13/3
    expect(hma.update(state, 5)).toBeCloseTo(5, 12); // (13/3 + 2 · (2 · 14/3 − 40/10)) / 3 = (13/3 + 32/3) / 3
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [hma.create(20), new HMA(20)];
    expectAgreement(
      closesOf(bars).map((close) => hma.update(state, close)),
      closesOf(bars).map((close) => peer.add(close)),
    );
  });

  it.each([0, 1, 2.5, NaN])('has no period %p', (period) => {
    expect(() => hma.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [2, 9, 20],
    create: hma.create,
    update: (state, { close }) => hma.update(state, close),
    naive: (bars, period) => {
      const half = weightedAverages(closesOf(bars), Math.floor(period / 2));
      const full = weightedAverages(closesOf(bars), period);
      const raw = full.map((value, at) => (value === null ? null : 2 * half[at]! - value));
      return afterNulls(raw, (values) => weightedAverages(values, Math.floor(Math.sqrt(period))));
    },
    memory: (period) => 2 * period,
  });
});
