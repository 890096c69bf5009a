import { TEMA } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { exponentialAverages } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { tema } from './tema';

describe('tema', () => {
  it('is made of three averages, each of the one before', () => {
    const state = tema.create(3); // α = 1/2: 10, 15; 10, 12.5; 10, 11.25
    expect([10, 20].map((value) => tema.update(state, value))).toEqual([10, 18.75]);
  });

  // It lets the second average begin with the first one's value number `period`, we with the first: equal once that has faded.
  it.each(SERIES)('agrees with trading-signals on %s once the seeds have faded', (_, bars) => {
    const [state, peer] = [tema.create(20), new TEMA(20)];
    const ours = closesOf(bars).map((close) => tema.update(state, close));
    const theirs = closesOf(bars).map((close) => peer.add(close));
    expectAgreement(ours.slice(600), theirs.slice(600));
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => tema.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: tema.create,
    update: (state, { close }) => tema.update(state, close),
    naive: (bars, period) => {
      const once = exponentialAverages(closesOf(bars), period);
      const twice = exponentialAverages(once, period);
      const thrice = exponentialAverages(twice, period);
      return once.map((value, at) => 3 * value - 3 * twice[at]! + thrice[at]!);
    },
    memory: (period) => 40 * period,
  });
});
