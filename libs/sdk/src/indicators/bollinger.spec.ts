import { BollingerBands, BollingerBandsWidth, PercentB } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { deviation, lastFromMean, mean, overWindows } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { bollinger } from './bollinger';

const BANDS = { period: 20, width: 2 };

describe('bollinger', () => {
  it('draws bands at so many deviations from the mean', () => {
    const state = bollinger.create({ period: 8, width: 1.5 }); // mean 5, deviation 2
    const value = [2, 4, 4, 4, 5, 5, 7, 9].map((close) => bollinger.update(state, close)).at(-1);
    expect(value).toEqual({ lower: 2, middle: 5, upper: 8, percentB: expect.closeTo(7 / 6, 14), bandwidth: 6 / 5 });
  });

  it('lets the bands meet where nothing moves', () => {
    const state = bollinger.create({ period: 2, width: 2 });
    bollinger.update(state, 3);
    expect(bollinger.update(state, 3)).toEqual({ lower: 3, middle: 3, upper: 3, percentB: 0.5, bandwidth: 0 });
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:bollinger_bands, cs-bbands.xls; its bandwidth is in percent
  it('gives the worked example of StockCharts', () => {
    const rows = workedExample('bollinger', 'close', 'lower', 'middle', 'upper', 'percentB', 'bandwidth');
    const state = bollinger.create(BANDS);
    const values = rows.map(({ close }) => bollinger.update(state, close!));
    for (const column of ['lower', 'middle', 'upper', 'percentB'] as const) {
      expectWorked(
        values.map((value) => value?.[column]),
        rows.map((row) => row[column]),
        2e-6,
      );
    }
    expectWorked(
      values.map((value) => 100 * (value?.bandwidth ?? NaN)),
      rows.map((row) => row.bandwidth),
      2e-6,
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const state = bollinger.create(BANDS);
    const peers = [new BollingerBands(20, 2), new PercentB(), new BollingerBandsWidth(new BollingerBands(20, 2))] as const;
    const theirs = closesOf(bars).map((close) => {
      const [bands, percentB, bandwidth] = [peers[0].add(close), peers[1].add(close), peers[2].add(close)];
      return bands === null ? null : { ...bands, percentB, bandwidth };
    });
    expectAgreement(
      closesOf(bars).map((close) => bollinger.update(state, close)),
      theirs,
      { scale: 1 },
    );
  });

  it.each([{ period: 0 }, { period: 1.5 }, { width: 0 }, { width: NaN }])('does not take %p', (options) => {
    expect(() => bollinger.create(options)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [{ period: 1, width: 2 }, { period: 5, width: 0.5 }, BANDS],
    create: bollinger.create,
    update: (state, { close }) => bollinger.update(state, close),
    naive: (bars, { period, width }) =>
      overWindows(closesOf(bars), period, (window) => {
        const [middle, reach] = [mean(window), width * deviation(window)];
        const [lower, upper] = [middle - reach, middle + reach];
        const percentB = reach === 0 ? 0.5 : 0.5 + lastFromMean(window) / (2 * reach);
        return { lower, middle, upper, percentB, bandwidth: (2 * reach) / middle };
      }),
    memory: ({ period }) => period,
    holds: ({ lower, middle, upper, bandwidth }) => lower <= middle && middle <= upper && bandwidth >= 0,
    scale: 1,
  });
});
