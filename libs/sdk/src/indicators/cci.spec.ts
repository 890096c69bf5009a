import { CCI } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { mean, overWindows } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { barOf, expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { cci } from './cci';

describe('cci', () => {
  it('measures the distance from the mean in mean deviations', () => {
    const state = cci.create(2);
    cci.update(state, { high: 10, low: 10, close: 10 });
    expect(cci.update(state, { high: 13, low: 11, close: 12 })).toBeCloseTo(1 / 0.015, 10); // 12 is 1 from 11, as both are
  });

  it('is 0 while nothing moves', () => {
    const state = cci.create(3);
    const still = { high: 0.1, low: 0.1, close: 0.1 };
    expect([still, still, still].map((bar) => cci.update(state, bar))).toEqual([null, null, 0]);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:commodity_channel_index_cci, cs-cci.xls
  it('gives the worked example of StockCharts', () => {
    const rows = workedExample('cci', 'high', 'low', 'close', 'cci');
    const state = cci.create(20);
    expectWorked(
      rows.map((row) => cci.update(state, barOf(row))),
      rows.map((row) => row.cci),
      0.02, // its prices have four decimals
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [cci.create(20), new CCI(20)];
    expectAgreement(
      bars.map((bar) => cci.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
      { scale: 100 },
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => cci.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: cci.create,
    update: cci.update,
    naive: (bars, period) =>
      overWindows(bars, period, (window) => {
        const prices = window.map(({ high, low, close }) => (high + low + close) / 3);
        const middle = mean(prices);
        const spread = mean(prices.map((price) => Math.abs(price - middle)));
        return spread === 0 ? 0 : (prices.at(-1)! - middle) / (0.015 * spread);
      }),
    memory: (period) => period,
    scale: 100,
  });
});
