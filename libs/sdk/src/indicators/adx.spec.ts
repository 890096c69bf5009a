import { ADX, DX } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { afterNulls, wilderAverages } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { barOf, expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { adx } from './adx';

/**
 * Wilder's worksheet of 14 days, as the tests of StreamingTALib transcribe it. Two lows there cannot be, 269.58 (off the tick) and 244.25
 * (above its close), and are 269.5 and 241.25 here.
 */
// prettier-ignore
const WILDER: readonly (readonly [high: number, low: number, close: number])[] = [
  [274, 272, 272.75], [273.25, 270.25, 270.75], [272, 269.75, 270], [270.75, 268, 269.25], [270, 269, 269.75], [270.5, 268, 270],
  [268.5, 266.5, 266.5], [265.5, 263, 263.25], [262.5, 259, 260.25], [263.5, 260, 263], [269.5, 263, 266.5], [267.25, 265, 267],
  [267.5, 265.5, 265.75], [269.75, 266, 268.5], [268.25, 263.25, 264.25], [264, 261.5, 264], [268, 266.25, 266.5], [266, 264.25, 265.25],
  [274, 267, 273], [277.5, 273.5, 276.75], [277, 272.5, 273], [272, 269.5, 270.25], [267.75, 264, 266.75], [269.25, 263, 263],
  [266, 263.5, 265.5], [265, 262, 262.25], [264.75, 261.5, 262.75], [261, 255.5, 255.5], [257.5, 253, 253], [259, 254, 257.5],
  [259.75, 257.5, 257.5], [257.25, 250, 250], [250, 247, 249.75], [254.25, 252.75, 253.75], [254, 250.5, 251.25], [253.25, 250.25, 250.5],
  [253.25, 251, 253], [251.75, 250.5, 251.5], [253, 249.5, 250], [251.5, 245.25, 245.75], [246.25, 240, 242.75], [244.25, 241.25, 243.5],
];

describe('adx', () => {
  it('counts only the greater move, upwards or downwards', () => {
    const state = adx.create(1);
    expect(adx.update(state, { high: 10, low: 8, close: 9 })).toBeNull();
    expect(adx.update(state, { high: 13, low: 7, close: 12 })).toEqual({ plusDi: 50, minusDi: 0, dx: 100, adx: 100 }); // 3 up, 1 down, range 6
    expect(adx.update(state, { high: 12, low: 10, close: 11 })).toEqual({ plusDi: 0, minusDi: 0, dx: 0, adx: 0 }); // inside
  });

  it('counts equal moves for neither side', () => {
    const state = adx.create(1);
    adx.update(state, { high: 10, low: 8, close: 9 });
    expect(adx.update(state, { high: 11, low: 7, close: 9 })).toEqual({ plusDi: 0, minusDi: 0, dx: 0, adx: 0 });
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:average_directional_index_adx, cs-adx.xls
  it('gives the worked example of StockCharts', () => {
    const rows = workedExample('adx', 'high', 'low', 'close', 'plusDi', 'minusDi', 'dx', 'adx');
    const state = adx.create(14);
    const values = rows.map((row) => adx.update(state, barOf(row)));
    for (const column of ['plusDi', 'minusDi', 'dx', 'adx'] as const) {
      expectWorked(
        values.map((value) => value?.[column]),
        rows.map((row) => row[column]),
        1e-6,
      );
    }
  });

  // J. W. Wilder, New Concepts in Technical Trading Systems (1978); he rounds each column to whole numbers on the way.
  it("follows Wilder's own worksheet as far as his rounding goes", () => {
    const state = adx.create(14);
    const values = WILDER.map(([high, low, close]) => adx.update(state, { high, low, close })?.adx ?? null);
    expect(values.findIndex((value) => value !== null)).toBe(27);
    expectWorked(values.slice(28), [17, 18, 18, 20, 22, 22, 23, 23, 24, 25, 25, 26, 27, 29], 1);
  });

  // It counts the first bar, which has no past, as one without movement: a seed that fades. It also counts equal moves up and down for
  // both sides, Wilder for neither: a walk has none.
  it('agrees with trading-signals on a random walk once the seeds have faded', () => {
    const [[, bars]] = SERIES;
    const [state, peer, dx] = [adx.create(14), new ADX(14), new DX(14)];
    const ours = bars.map((bar) => adx.update(state, bar));
    const theirs = bars.map((bar) => ({ adx: peer.add(bar), dx: dx.add(bar), plusDi: 100 * dx.pdi!, minusDi: 100 * dx.mdi! }));
    expectAgreement(ours.slice(600), theirs.slice(600), { scale: 100 });
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => adx.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: adx.create,
    update: adx.update,
    naive: (bars, period) => {
      const pairs = bars.slice(1).map((bar, at) => [bars[at]!, bar] as const);
      const ups = pairs.map(([before, bar]) => Math.max(0, bar.high - before.high));
      const downs = pairs.map(([before, bar]) => Math.max(0, before.low - bar.low));
      const ranges = pairs.map(([before, bar]) => Math.max(bar.high, before.close) - Math.min(bar.low, before.close));
      const average = wilderAverages(ranges, period);
      const plus = wilderAverages(
        ups.map((up, at) => (up > downs[at]! ? up : 0)),
        period,
      );
      const minus = wilderAverages(
        downs.map((down, at) => (down > ups[at]! ? down : 0)),
        period,
      );
      const share = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);
      const lines = average.map((range, at) => {
        if (range === null) return null;
        const [plusDi, minusDi] = [share(plus[at]!, range), share(minus[at]!, range)];
        return { plusDi, minusDi, dx: share(Math.abs(plusDi - minusDi), plusDi + minusDi) };
      });
      const adxs = afterNulls(lines, (values) =>
        wilderAverages(
          values.map(({ dx }) => dx),
          period,
        ),
      );
      return [null, ...lines.map((line, at) => (line === null ? null : { ...line, adx: adxs[at]! }))].slice(0, bars.length);
    },
    memory: (period) => 80 * period,
    holds: ({ plusDi, minusDi, dx, adx }) => [plusDi, minusDi, dx, adx ?? 0].every((value) => value >= 0 && value <= 100),
    scale: 100,
  });
});
