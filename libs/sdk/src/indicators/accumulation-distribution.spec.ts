import { AD } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { sum } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { barOf, expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { accumulationDistribution } from './accumulation-distribution';

describe('accumulationDistribution', () => {
  it('adds the share of the volume that the close leans to', () => {
    const state = accumulationDistribution.create();
    const bars = [
      { high: 12, low: 10, close: 12, volume: 5 },
      { high: 12, low: 8, close: 9, volume: 4 }, // −1/2
      { high: 9, low: 9, close: 9, volume: 7 },
    ];
    expect(bars.map((bar) => accumulationDistribution.update(state, bar))).toEqual([5, 3, 3]);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:accumulation_distribution_line, cs-accum.xls
  it('gives the worked example of StockCharts', () => {
    const rows = workedExample('accumulation-distribution', 'high', 'low', 'close', 'volume', 'line');
    const state = accumulationDistribution.create();
    expectWorked(
      rows.map((row) => accumulationDistribution.update(state, barOf(row))),
      rows.map((row) => row.line),
      0.002,
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [accumulationDistribution.create(), new AD()];
    expectAgreement(
      bars.map((bar) => accumulationDistribution.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
      { scale: 100 },
    );
  });

  it('is exact after a million bars of tenths', () => {
    const state = accumulationDistribution.create();
    for (let n = 0; n < 1_000_000; n += 1) accumulationDistribution.update(state, { high: 2, low: 1, close: 2, volume: 0.1 });
    expect(state.value).toBe(100_000);
  });

  indicatorTrial({
    options: [undefined],
    create: accumulationDistribution.create,
    update: accumulationDistribution.update,
    naive: (bars) => {
      const flows = bars.map(({ high, low, close, volume }) => (high === low ? 0 : (2 * (close - low)) / (high - low) - 1) * volume);
      return flows.map((_, at) => sum(flows.slice(0, at + 1)));
    },
    scale: 1_000,
  });
});
