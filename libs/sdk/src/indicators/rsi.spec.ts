import { RSI } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { steps, wilderAverages } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { expectWorked } from '../../../../tests/support/indicators/worked-example';
import { rsi } from './rsi';

describe('rsi', () => {
  it('is the share of the rises in all movement', () => {
    const state = rsi.create(2);
    // Gains 2, 0, then Wilder's (1 + 3) / 2; losses 0, 1, then (0.5 + 0) / 2.
    expect([10, 12, 11, 14].map((value) => rsi.update(state, value))).toEqual([null, null, 100 * (1 / 1.5), 100 * (2 / 2.25)]);
  });

  it('is 100 when nothing fell and 50 when nothing moved', () => {
    const [rising, still] = [rsi.create(1), rsi.create(1)];
    expect([1, 2].map((value) => rsi.update(rising, value))).toEqual([null, 100]);
    expect([1, 1].map((value) => rsi.update(still, value))).toEqual([null, 50]);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:relative_strength_index_rsi, cs-rsi.xls: QQQQ, 14-Dec-09 to 1-Feb-10
  it('gives the worked example of StockCharts', () => {
    const closes = [
      44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.614, 46.282, 46.282,
      46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515, 45.7835, 45.3548, 44.0288, 44.1783, 44.2181, 44.5672,
      43.4205, 42.6628, 43.1314,
    ];
    const stated = [
      70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87, 45.46, 37.3, 33.08, 37.77,
    ];
    const state = rsi.create(14);
    expectWorked(closes.map((close) => rsi.update(state, close)).slice(14), stated, 0.005);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [rsi.create(14), new RSI(14)];
    expectAgreement(
      closesOf(bars).map((close) => rsi.update(state, close)),
      closesOf(bars).map((close) => peer.add(close)),
    );
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => rsi.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: rsi.create,
    update: (state, { close }) => rsi.update(state, close),
    naive: (bars, period) => {
      const moves = steps(closesOf(bars));
      const gains = wilderAverages(
        moves.map((move) => Math.max(0, move)),
        period,
      );
      const losses = wilderAverages(
        moves.map((move) => Math.max(0, -move)),
        period,
      );
      const strengths = gains.map((gain, at) => {
        if (gain === null) return null;
        const loss = losses[at]!;
        if (loss === 0) return gain === 0 ? 50 : 100;
        return 100 - 100 / (1 + gain / loss);
      });
      return [null, ...strengths].slice(0, bars.length);
    },
    memory: (period) => 40 * period,
    holds: (value) => value >= 0 && value <= 100,
    scale: 100,
  });
});
