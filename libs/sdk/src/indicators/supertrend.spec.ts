import { SuperTrend } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { atr } from './atr';
import { supertrend } from './supertrend';

const LINES = { period: 10, width: 3 };

describe('supertrend', () => {
  it('turns when the close leaves the band on the other side', () => {
    const state = supertrend.create({ period: 1, width: 1 });
    const bars = [
      { high: 12, low: 10, close: 11 }, // 11 ± 2: 9 to 13
      { high: 13, low: 11, close: 12 }, // 12 ± 2: 10 to 14, the upper one stays
      { high: 16, low: 12, close: 15 }, // 14 ± 4: 10 to 18, the upper one stays
      { high: 14, low: 8, close: 9 }, // 11 ± 7: the lower one stays
    ];
    expect(bars.map((bar) => supertrend.update(state, bar))).toEqual([
      { line: 13, trend: 'DOWN' },
      { line: 13, trend: 'DOWN' },
      { line: 10, trend: 'UP' },
      { line: 18, trend: 'DOWN' },
    ]);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [supertrend.create(LINES), new SuperTrend({ interval: 10, multiplier: 3 })];
    const theirs = bars.map((bar) => peer.add(bar));
    expectAgreement(
      bars.map((bar) => supertrend.update(state, bar)),
      theirs.map((value) => (value === null ? null : { line: value.supertrend, trend: value.trend === 'BULLISH' ? 'UP' : 'DOWN' })),
    );
  });

  it.each([{ period: 0 }, { period: 1.5 }, { width: 0 }])('does not take %p', (options) => {
    expect(() => supertrend.create(options)).toThrow(RangeError);
  });

  // The range has its own trial; here the bands and the trend are computed anew from it, series by series.
  indicatorTrial({
    options: [{ period: 1, width: 1 }, { period: 3, width: 0.5 }, LINES],
    create: supertrend.create,
    update: supertrend.update,
    naive: (bars, { period, width }) => {
      const range = atr.create(period);
      const ranges = bars.map((bar) => atr.update(range, bar));
      const results: ({ line: number; trend: 'UP' | 'DOWN' } | null)[] = [];
      let [upper, lower, before, up] = [Infinity, -Infinity, NaN, false];
      bars.forEach(({ high, low, close }, at) => {
        if (ranges[at] === null || ranges[at] === undefined) return void results.push(null);
        const [top, bottom] = [(high + low) / 2 + width * ranges[at], (high + low) / 2 - width * ranges[at]];
        upper = before > upper ? top : Math.min(top, upper);
        lower = before < lower ? bottom : Math.max(bottom, lower);
        if (up && close < lower) up = false;
        else if (!up && close > upper) up = true;
        before = close;
        results.push(up ? { line: lower, trend: 'UP' } : { line: upper, trend: 'DOWN' });
      });
      return results;
    },
    memory: () => 20_000,
  });
});
