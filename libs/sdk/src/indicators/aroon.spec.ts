import { Aroon } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { highestOf, lowestOf, overWindows } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { aroon } from './aroon';

describe('aroon', () => {
  it('says how new the extremes are', () => {
    const state = aroon.create(4);
    const bars = [
      { high: 10, low: 8 },
      { high: 12, low: 7 },
      { high: 11, low: 9 },
      { high: 12, low: 9 },
      { high: 11, low: 8 },
      { high: 11, low: 9 },
    ];
    const values = bars.map((bar) => aroon.update(state, bar));
    expect(values.slice(0, 4)).toEqual([null, null, null, null]);
    expect(values[4]).toEqual({ up: 75, down: 25, oscillator: 50 }); // the newer of both 12s, one bar ago; the 7, three bars ago
    expect(values[5]).toEqual({ up: 50, down: 0, oscillator: 50 });
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [aroon.create(25), new Aroon(25)];
    const theirs = bars.map((bar) => peer.add(bar));
    expectAgreement(
      bars.map((bar) => aroon.update(state, bar)),
      theirs.map((value) => value && { up: value.aroonUp, down: value.aroonDown, oscillator: value.aroonUp - value.aroonDown }),
      { scale: 100 },
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => aroon.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 25],
    create: aroon.create,
    update: aroon.update,
    naive: (bars, period) =>
      overWindows(bars, period + 1, (window) => {
        const [highs, lows] = [window.map(({ high }) => high), window.map(({ low }) => low)];
        const up = (100 * highs.lastIndexOf(highestOf(highs))) / period;
        const down = (100 * lows.lastIndexOf(lowestOf(lows))) / period;
        return { up, down, oscillator: up - down };
      }),
    memory: (period) => period + 1,
    holds: ({ up, down }) => [up, down].every((value) => value >= 0 && value <= 100),
    scale: 100,
  });
});
