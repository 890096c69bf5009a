import { VWMA } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { overWindows, sum } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { vwma } from './vwma';

describe('vwma', () => {
  it('weighs each close with its volume', () => {
    const state = vwma.create(2);
    const bars = [
      { close: 10, volume: 1 },
      { close: 20, volume: 3 },
      { close: 40, volume: 1 },
    ];
    expect(bars.map((bar) => vwma.update(state, bar))).toEqual([null, 17.5, 25]);
  });

  it('is null while nothing was traded', () => {
    const state = vwma.create(1);
    expect(vwma.update(state, { close: 10, volume: 0 })).toBeNull();
    expect(vwma.update(state, { close: 11, volume: 0.1 })).toBeCloseTo(11, 12);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [vwma.create(20), new VWMA(20)];
    expectAgreement(
      bars.map((bar) => vwma.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => vwma.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: vwma.create,
    update: vwma.update,
    naive: (bars, period) =>
      overWindows(bars, period, (window) => {
        const volume = sum(window.map((bar) => bar.volume));
        return volume === 0 ? null : sum(window.map((bar) => bar.close * bar.volume)) / volume;
      }),
    memory: (period) => period,
  });
});
