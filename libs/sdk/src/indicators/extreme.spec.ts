import { Period } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { highestOf, lowestOf, overWindows } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { ageOfExtreme, highest, lowest } from './extreme';

describe('highest and lowest', () => {
  it('look back over the last values only', () => {
    const [top, bottom] = [highest.create(2), lowest.create(2)];
    const values = [3, 1, 2, 2, 5];
    expect(values.map((value) => highest.update(top, value))).toEqual([null, 3, 2, 2, 5]);
    expect(values.map((value) => lowest.update(bottom, value))).toEqual([null, 1, 1, 2, 2]);
  });

  it('take the newest of equal ones', () => {
    const state = highest.create(3);
    [5, 1, 5].forEach((value) => highest.update(state, value));
    expect(ageOfExtreme(state)).toBe(0);
  });

  it('keep no more than can still count', () => {
    const state = highest.create(1_000);
    for (let value = 0; value < 5_000; value += 1) highest.update(state, value);
    expect(state.values).toEqual([4_999]);
  });

  it.each(SERIES)('agree with trading-signals on %s', (_, bars) => {
    const [top, bottom, peer] = [highest.create(20), lowest.create(20), new Period(20)];
    const ours = closesOf(bars).map((close) => {
      const [high, low] = [highest.update(top, close), lowest.update(bottom, close)];
      return high === null ? null : { highest: high, lowest: low };
    });
    expectAgreement(
      ours,
      closesOf(bars).map((close) => peer.add(close)),
    );
  });

  it.each([0, -1, 1.5, NaN])('have no period %p', (period) => {
    expect(() => highest.create(period)).toThrow(RangeError);
    expect(() => lowest.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: highest.create,
    update: (state, { close }) => highest.update(state, close),
    naive: (bars, period) => overWindows(closesOf(bars), period, highestOf),
    memory: (period) => period,
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: lowest.create,
    update: (state, { close }) => lowest.update(state, close),
    naive: (bars, period) => overWindows(closesOf(bars), period, lowestOf),
    memory: (period) => period,
  });
});
