import { StochasticOscillator } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { afterNulls, averages, highestOf, lowestOf, overWindows } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { barOf, expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { stochastic } from './stochastic';

describe('stochastic', () => {
  it('says where the close lies between the lowest low and the highest high', () => {
    const state = stochastic.create({ period: 2, smoothK: 1, smoothD: 2 });
    expect(stochastic.update(state, { high: 12, low: 8, close: 10 })).toBeNull();
    expect(stochastic.update(state, { high: 16, low: 10, close: 14 })).toBeNull(); // raw 75
    expect(stochastic.update(state, { high: 14, low: 11, close: 13 })).toEqual({ k: 50, d: 62.5 }); // 3 of 10 to 16
  });

  it('is 50 without a range', () => {
    const state = stochastic.create({ period: 1, smoothK: 1, smoothD: 1 });
    expect(stochastic.update(state, { high: 3, low: 3, close: 3 })).toEqual({ k: 50, d: 50 });
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:stochastic_oscillator_fast_slow_and_full, cs-soo.xls
  it('gives the worked example of StockCharts', () => {
    const rows = workedExample('stochastic', 'high', 'low', 'close', 'k', 'd');
    const state = stochastic.create({ period: 14, smoothK: 1, smoothD: 3 });
    const values = rows.map((row) => stochastic.update(state, barOf(row)));
    const complete = rows.map(({ d }) => d !== null);
    expectWorked(
      values.map((value) => value?.k),
      rows.map(({ k }, at) => (complete[at] ? k : null)),
      1e-6,
    );
    expectWorked(
      values.map((value) => value?.d),
      rows.map(({ d }) => d),
      1e-5,
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const state = stochastic.create({ period: 14, smoothK: 3, smoothD: 3 });
    const peer = new StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 });
    const theirs = bars.map((bar) => peer.add(bar)).map((value) => (value === null ? null : { k: value.stochK, d: value.stochD }));
    expectAgreement(
      bars.map((bar) => stochastic.update(state, bar)),
      theirs,
    );
  });

  it.each([{ period: 0 }, { smoothK: 0 }, { smoothD: 1.5 }])('does not take %p', (options) => {
    expect(() => stochastic.create(options)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [
      { period: 1, smoothK: 1, smoothD: 1 },
      { period: 5, smoothK: 3, smoothD: 2 },
      { period: 14, smoothK: 3, smoothD: 3 },
    ],
    create: stochastic.create,
    update: stochastic.update,
    naive: (bars, { period, smoothK, smoothD }) => {
      const raw = overWindows(bars, period, (window) => {
        const [top, bottom] = [highestOf(window.map(({ high }) => high)), lowestOf(window.map(({ low }) => low))];
        return top === bottom ? 50 : (100 * (window.at(-1)!.close - bottom)) / (top - bottom);
      });
      const k = afterNulls(raw, (values) => averages(values, smoothK));
      const d = afterNulls(k, (values) => averages(values, smoothD));
      return d.map((value, at) => (value === null ? null : { k: k[at]!, d: value }));
    },
    memory: () => 30,
    holds: ({ k, d }) => k >= 0 && k <= 100 && d >= 0 && d <= 100,
    scale: 100,
  });
});
