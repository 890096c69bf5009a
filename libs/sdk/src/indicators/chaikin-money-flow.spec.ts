import { CMF } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { overWindows, sum } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { chaikinMoneyFlow } from './chaikin-money-flow';

describe('chaikinMoneyFlow', () => {
  it('is the share of the volume that closes lean to', () => {
    const state = chaikinMoneyFlow.create(2);
    const bars = [
      { high: 12, low: 10, close: 12, volume: 5 }, // 5
      { high: 12, low: 8, close: 9, volume: 4 }, // −2
      { high: 9, low: 9, close: 9, volume: 4 }, // 0
    ];
    expect(bars.map((bar) => chaikinMoneyFlow.update(state, bar))).toEqual([null, 3 / 9, -2 / 8]);
  });

  it('is 0 while nothing is traded', () => {
    expect(chaikinMoneyFlow.update(chaikinMoneyFlow.create(1), { high: 2, low: 1, close: 2, volume: 0 })).toBe(0);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [chaikinMoneyFlow.create(20), new CMF(20)];
    expectAgreement(
      bars.map((bar) => chaikinMoneyFlow.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
      { scale: 1 },
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => chaikinMoneyFlow.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 20],
    create: chaikinMoneyFlow.create,
    update: chaikinMoneyFlow.update,
    naive: (bars, period) =>
      overWindows(bars, period, (window) => {
        const volume = sum(window.map((bar) => bar.volume));
        const flows = window.map(
          ({ high, low, close, volume: traded }) => (high === low ? 0 : (2 * (close - low)) / (high - low) - 1) * traded,
        );
        return volume === 0 ? 0 : sum(flows) / volume;
      }),
    memory: (period) => period,
    holds: (value) => Math.abs(value) <= 1 + 1e-12,
    scale: 1,
  });
});
