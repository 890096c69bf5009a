import { ATR } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { wilderAverages } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { barOf, expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { atr } from './atr';
import { trueRange } from './true-range';

describe('atr', () => {
  it('averages the true range as Wilder does', () => {
    const state = atr.create(2);
    const bars = [
      { high: 12, low: 10, close: 11 }, // 2
      { high: 15, low: 14, close: 15 }, // 4
      { high: 12, low: 10, close: 10 }, // 5
    ];
    expect(bars.map((bar) => atr.update(state, bar))).toEqual([null, 3, 4]);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:average_true_range_atr, cs-atr.xls
  it('gives the worked example of StockCharts', () => {
    const rows = workedExample('atr', 'high', 'low', 'close', 'atr');
    const state = atr.create(14);
    expectWorked(
      rows.map((row) => atr.update(state, barOf(row))),
      rows.map((row) => row.atr),
      1e-8,
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [atr.create(14), new ATR(14)];
    expectAgreement(
      bars.map((bar) => atr.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => atr.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: atr.create,
    update: atr.update,
    naive: (bars, period) => {
      const range = trueRange.create();
      return wilderAverages(
        bars.map((bar) => trueRange.update(range, bar)),
        period,
      );
    },
    memory: (period) => 40 * period,
    holds: (value) => value >= 0,
  });
});
