import { DEMA } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { exponentialAverages } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { dema } from './dema';

describe('dema', () => {
  it('takes the average of the average off twice the average', () => {
    const state = dema.create(3); // α = 1/2: ema 10, 15; ema of it 10, 12.5
    expect([10, 20].map((value) => dema.update(state, value))).toEqual([10, 17.5]);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [dema.create(20), new DEMA(20)];
    expectAgreement(
      closesOf(bars).map((close) => dema.update(state, close)),
      closesOf(bars).map((close) => peer.add(close)),
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => dema.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: dema.create,
    update: (state, { close }) => dema.update(state, close),
    naive: (bars, period) => {
      const once = exponentialAverages(closesOf(bars), period);
      const twice = exponentialAverages(once, period);
      return once.map((value, at) => 2 * value - twice[at]!);
    },
    memory: (period) => 40 * period,
  });
});
