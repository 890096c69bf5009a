import { WSMA } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { wilderAverages } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { rma } from './rma';

describe('rma', () => {
  it('starts at the mean of the first period and moves by one period-th of the distance', () => {
    const state = rma.create(2);
    expect([1, 3, 6, 2].map((value) => rma.update(state, value))).toEqual([null, 2, 4, 3]);
  });

  it.each(SERIES)('agrees with trading-signals (WSMA) on %s', (_, bars) => {
    const [state, peer] = [rma.create(14), new WSMA(14)];
    expectAgreement(
      closesOf(bars).map((close) => rma.update(state, close)),
      closesOf(bars).map((close) => peer.add(close)),
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => rma.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: rma.create,
    update: (state, { close }) => rma.update(state, close),
    naive: (bars, period) => wilderAverages(closesOf(bars), period),
    memory: (period) => 40 * period,
  });
});
