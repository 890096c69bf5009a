import { MFI } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { overWindows, steps, sum } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { barOf, expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { mfi } from './mfi';

describe('mfi', () => {
  it('is the share of money that flowed upwards', () => {
    const state = mfi.create(2);
    const at = (price: number, volume: number) => ({ high: price, low: price, close: price, volume });
    expect([at(10, 1), at(11, 2), at(10, 1), at(10, 9)].map((bar) => mfi.update(state, bar))).toEqual([null, null, 68.75, 0]); // 22 of 32
  });

  it('is 50 while no money flows', () => {
    const state = mfi.create(1);
    const still = { high: 1, low: 1, close: 1, volume: 5 };
    expect([still, still].map((bar) => mfi.update(state, bar))).toEqual([null, 50]);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:money_flow_index_mfi, cs-mfi.xls
  it('gives the worked example of StockCharts', () => {
    const rows = workedExample('mfi', 'high', 'low', 'close', 'volume', 'mfi');
    const state = mfi.create(14);
    expectWorked(
      rows.map((row) => mfi.update(state, barOf(row))),
      rows.map((row) => row.mfi),
      1e-5,
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [mfi.create(14), new MFI(14)];
    expectAgreement(
      bars.map((bar) => mfi.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
      { scale: 100 },
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => mfi.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: mfi.create,
    update: mfi.update,
    naive: (bars, period) => {
      const prices = bars.map(({ high, low, close }) => (high + low + close) / 3);
      const flows = steps(prices).map((step, at) => Math.sign(step) * prices[at + 1]! * bars[at + 1]!.volume);
      const shares = overWindows(flows, period, (window) => {
        const [positive, all] = [sum(window.filter((flow) => flow > 0)), sum(window.map(Math.abs))];
        return all === 0 ? 50 : (100 * positive) / all;
      });
      return [null, ...shares].slice(0, bars.length);
    },
    memory: (period) => period + 1,
    holds: (value) => value >= 0 && value <= 100,
    scale: 100,
  });
});
