import { WMA } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { weightedAverages } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { wma } from './wma';

describe('wma', () => {
  it('weighs the newest value most', () => {
    const state = wma.create(3); // weights 1, 2, 3 of 6
    expect([1, 2, 6, 10].map((value) => wma.update(state, value))).toEqual([null, null, 23 / 6, 44 / 6]);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [wma.create(20), new WMA(20)];
    expectAgreement(
      closesOf(bars).map((close) => wma.update(state, close)),
      closesOf(bars).map((close) => peer.add(close)),
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => wma.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: wma.create,
    update: (state, { close }) => wma.update(state, close),
    naive: (bars, period) => weightedAverages(closesOf(bars), period),
    memory: (period) => period,
  });
});
