import { WilliamsR } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { highestOf, lowestOf, overWindows } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { barOf, expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { williamsR } from './williams-r';

describe('williamsR', () => {
  it('is 0 at the top of the range and −100 at its bottom', () => {
    const state = williamsR.create(2);
    const bars = [
      { high: 12, low: 8, close: 10 },
      { high: 16, low: 10, close: 14 },
      { high: 18, low: 12, close: 18 },
      { high: 15, low: 9, close: 9 },
    ];
    expect(bars.map((bar) => williamsR.update(state, bar))).toEqual([null, -25, 0, -100]);
  });

  it('is −50 without a range', () => {
    expect(williamsR.update(williamsR.create(1), { high: 3, low: 3, close: 3 })).toBe(-50);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:williams_r, cs-percentr.xls
  it('gives the worked example of StockCharts', () => {
    const rows = workedExample('williams-r', 'high', 'low', 'close', 'williamsR');
    const state = williamsR.create(14);
    expectWorked(
      rows.map((row) => williamsR.update(state, barOf(row))),
      rows.map((row) => row.williamsR),
      1e-6,
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [williamsR.create(14), new WilliamsR(14)];
    expectAgreement(
      bars.map((bar) => williamsR.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
      { scale: 100 },
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => williamsR.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: williamsR.create,
    update: williamsR.update,
    naive: (bars, period) =>
      overWindows(bars, period, (window) => {
        const [top, bottom] = [highestOf(window.map(({ high }) => high)), lowestOf(window.map(({ low }) => low))];
        return top === bottom ? -50 : (-100 * (top - window.at(-1)!.close)) / (top - bottom);
      }),
    memory: (period) => period,
    holds: (value) => value >= -100 && value <= 0,
    scale: 100,
  });
});
