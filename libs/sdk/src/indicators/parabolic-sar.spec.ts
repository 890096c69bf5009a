import { highestOf } from '../../../../tests/support/indicators/naive';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { barOf, expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import type { HighLow } from './bar-parts';
import { parabolicSar, type ParabolicSarState, type ParabolicSarValue } from './parabolic-sar';

const PACE = { step: 0.02, max: 0.2 };

describe('parabolicSar', () => {
  it('closes in on the market and turns where it is touched through', () => {
    const state = parabolicSar.create({ step: 0.5, max: 1 });
    const bars = [
      { high: 12, low: 10 },
      { high: 14, low: 11 }, // up from 10: 10 + 0.5 · (12 − 10) = 11, but not above the first low; the extreme is 14 now
      { high: 16, low: 13 }, // 10 + 1 · (14 − 10) = 14, but not above the last two lows: 10
      { high: 15, low: 9 }, // 10 + 1 · (16 − 10) = 16, but not above 11: touched, so the extreme of the trend
      { high: 10, low: 8 }, // down from 16: 16 + 0.5 · (9 − 16) = 12.5, but not below the last two highs
    ];
    expect(bars.map((bar) => parabolicSar.update(state, bar))).toEqual([
      null,
      { sar: 10, trend: 'UP' },
      { sar: 10, trend: 'UP' },
      { sar: 16, trend: 'DOWN' },
      { sar: 16, trend: 'DOWN' },
    ]);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:parabolic_sar, rising SAR: 48.28 = 48.13 + .14 (49.20 − 48.13)
  it('takes a step of StockCharts', () => {
    const state: ParabolicSarState = {
      ...parabolicSar.create(PACE),
      pace: 0.14,
      extreme: 49.2,
      last: { high: 49.2, low: 48.94 },
      before: { high: 49.05, low: 48.635 },
      value: { sar: 48.13, trend: 'UP' },
    };
    expect(parabolicSar.update(state, { high: 49.35, low: 48.86 })!.sar).toBeCloseTo(48.28, 2);
    expect(state.pace).toBeCloseTo(0.16, 12);
  });

  // See the fixture's README. It begins otherwise, so both are one from the first turn upwards on; it turns down with a low equal to the
  // limited stop, as it compares before it limits, where Wilder limits first.
  it('gives the worked example of one full trend', () => {
    const rows = workedExample('parabolic-sar', 'high', 'low', 'below').slice(0, 21);
    const state = parabolicSar.create(PACE);
    const values = rows.map((row) => parabolicSar.update(state, barOf(row)));
    expectWorked(
      values.map((value) => (value?.trend === 'UP' ? value.sar : null)),
      rows.map((row) => row.below),
      1e-7,
    );
  });

  it.each([{ step: 0 }, { max: NaN }, { step: 0.3, max: 0.2 }])('does not take %p', (options) => {
    expect(() => parabolicSar.create(options)).toThrow(RangeError);
  });

  // trading-signals starts and limits otherwise (a new rising stop is held 0.01 below the low), so the rules are applied anew to whole trends.
  indicatorTrial({
    options: [{ step: 0.5, max: 0.5 }, { step: 0.1, max: 0.25 }, PACE],
    create: parabolicSar.create,
    update: parabolicSar.update,
    naive: (bars, pace) => stops(bars, pace),
    memory: () => 20_000,
    holds: ({ sar }) => sar > 0,
  });
});

/** Walks trend by trend: extreme and pace at any bar are counted from the trend's first bar. */
function stops(bars: readonly HighLow[], { step, max }: { step: number; max: number }): (ParabolicSarValue | null)[] {
  const results: (ParabolicSarValue | null)[] = bars.slice(0, 1).map(() => null);
  const [first, second] = bars;
  if (first === undefined || second === undefined) return results;
  let up = second.high + second.low >= first.high + first.low;
  let [from, sar] = [0, up ? first.low : first.high];
  for (let at = 1; at < bars.length; at += 1) {
    const ends = bars.slice(from, at + 1).map((bar) => (up ? bar.high : -bar.low));
    const peaks = ends.map((_, index) => highestOf(ends.slice(0, index + 1)));
    const news = peaks.filter((peak, index) => index > 0 && index < peaks.length - 1 && peak > peaks[index - 1]!).length;
    const ahead = sar + Math.min(max, step * (1 + news)) * ((up ? 1 : -1) * peaks.at(-2)! - sar);
    const past = bars.slice(Math.max(0, at - 2), at);
    sar = up ? Math.min(ahead, ...past.map(({ low }) => low)) : Math.max(ahead, ...past.map(({ high }) => high));
    if (up ? bars[at]!.low < sar : bars[at]!.high > sar) {
      sar = (up ? 1 : -1) * peaks.at(-1)!;
      [up, from] = [!up, at];
    }
    results.push({ sar, trend: up ? 'UP' : 'DOWN' });
  }
  return results;
}
