import { SMA } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { averages } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { sma } from './sma';

describe('sma', () => {
  it('is the mean of the last values, from the first full window on', () => {
    const state = sma.create(3);
    expect([1, 2, 6, 10].map((value) => sma.update(state, value))).toEqual([null, null, 3, 6]);
    expect(state.value).toBe(6);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:moving_averages, daily closes 11 to 17, five-day average
  it('gives the textbook averages', () => {
    const state = sma.create(5);
    expect([11, 12, 13, 14, 15, 16, 17].map((value) => sma.update(state, value)).slice(4)).toEqual([13, 14, 15]);
  });

  it('forgets an outlier with the value after it', () => {
    const state = sma.create(2);
    [1e16, 0.1].forEach((value) => sma.update(state, value));
    expect(sma.update(state, 0.3)).toBe(0.2);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [sma.create(20), new SMA(20)];
    expectAgreement(
      closesOf(bars).map((close) => sma.update(state, close)),
      closesOf(bars).map((close) => peer.add(close)),
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => sma.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: sma.create,
    update: (state, { close }) => sma.update(state, close),
    naive: (bars, period) => averages(closesOf(bars), period),
    memory: (period) => period,
  });
});
