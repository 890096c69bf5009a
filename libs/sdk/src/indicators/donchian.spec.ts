import { DonchianChannels } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { highestOf, lowestOf, overWindows } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { donchian } from './donchian';

describe('donchian', () => {
  it('spans the highest high and the lowest low', () => {
    const state = donchian.create(2);
    const bars = [
      { high: 12, low: 8 },
      { high: 11, low: 9 },
      { high: 10, low: 6 },
    ];
    expect(bars.map((bar) => donchian.update(state, bar))).toEqual([
      null,
      { lower: 8, middle: 10, upper: 12 },
      { lower: 6, middle: 8.5, upper: 11 },
    ]);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [donchian.create(20), new DonchianChannels(20)];
    expectAgreement(
      bars.map((bar) => donchian.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => donchian.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 20],
    create: donchian.create,
    update: donchian.update,
    naive: (bars, period) =>
      overWindows(bars, period, (window) => {
        const [lower, upper] = [lowestOf(window.map(({ low }) => low)), highestOf(window.map(({ high }) => high))];
        return { lower, middle: (lower + upper) / 2, upper };
      }),
    memory: (period) => period,
    holds: ({ lower, middle, upper }) => lower <= middle && middle <= upper,
  });
});
