import { TR } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { barOf, expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { trueRange } from './true-range';

describe('trueRange', () => {
  it('reaches back to the last close over a gap', () => {
    const state = trueRange.create();
    const bars = [
      { high: 12, low: 10, close: 11 },
      { high: 15, low: 14, close: 15 },
      { high: 12, low: 9, close: 10 },
      { high: 11, low: 9, close: 10 },
    ];
    expect(bars.map((bar) => trueRange.update(state, bar))).toEqual([2, 4, 6, 2]);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:average_true_range_atr, cs-atr.xls
  it('gives the worked example of StockCharts', () => {
    const rows = workedExample('atr', 'high', 'low', 'close', 'trueRange');
    const state = trueRange.create();
    expectWorked(
      rows.map((row) => trueRange.update(state, barOf(row))),
      rows.map((row) => row.trueRange),
      1e-9,
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [trueRange.create(), new TR()];
    expectAgreement(
      bars.map((bar) => trueRange.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
    );
  });

  indicatorTrial({
    options: [undefined],
    create: trueRange.create,
    update: trueRange.update,
    naive: (bars) =>
      bars.map(({ high, low }, at) => {
        const before = bars[at - 1]?.close;
        return before === undefined ? high - low : Math.max(high, before) - Math.min(low, before);
      }),
    memory: () => 2,
    holds: (value) => value >= 0,
    scale: 1e5,
  });
});
