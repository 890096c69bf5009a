import { EMA } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { exponentialAverages } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { ema } from './ema';

describe('ema', () => {
  it('starts at the first value and moves by 2 / (period + 1) of the distance', () => {
    const state = ema.create(3); // α = 1/2
    expect([10, 20, 10, 30].map((value) => ema.update(state, value))).toEqual([10, 15, 12.5, 21.25]);
    expect(state).toEqual({ period: 3, value: 21.25, count: 4 });
  });

  it('follows the value itself with period 1', () => {
    const state = ema.create(1);
    expect([5, 7, 6].map((value) => ema.update(state, value))).toEqual([5, 7, 6]);
  });

  it('goes on from its own JSON', () => {
    const state = ema.create(12);
    [100.1, 100.7, 99.3].forEach((value) => ema.update(state, value));
    const copy = JSON.parse(JSON.stringify(state)) as typeof state;
    expect(ema.update(copy, 101.9)).toBe(ema.update(state, 101.9));
  });

  it('leaves the seed less than 0.01 % after five periods', () => {
    const state = ema.create(26);
    ema.update(state, 1);
    for (let n = 0; n < 130; n += 1) ema.update(state, 0);
    expect(state.value).toBeLessThan(0.0001);
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => ema.create(period)).toThrow(RangeError);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [ema.create(20), new EMA(20)];
    expectAgreement(
      closesOf(bars).map((close) => ema.update(state, close)),
      closesOf(bars).map((close) => peer.add(close)),
    );
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: ema.create,
    update: (state, { close }) => ema.update(state, close),
    naive: (bars, period) => exponentialAverages(closesOf(bars), period),
    memory: (period) => 40 * period,
  });
});
