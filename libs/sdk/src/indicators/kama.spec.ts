import { KAMA } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { steps, sum } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { kama } from './kama';

const lengths = (period: number) => ({ period, fast: 2, slow: 30 });

describe('kama', () => {
  it('goes with the fast average while prices run, with the slow one while they only wobble', () => {
    const state = kama.create({ period: 2, fast: 1, slow: 3 }); // 2 / (1 + 1) = 1 and 2 / (3 + 1) = 1/2
    expect([10, 11, 12, 11].map((value) => kama.update(state, value))).toEqual([null, 11, 12, 11.75]); // efficiency 1, then 0: 1/4 of the way
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:kaufman_s_adaptive_moving_average; see the fixture's README
  it('gives the worked example', () => {
    const rows = workedExample('kama', 'close', 'kama');
    const state = kama.create();
    expectWorked(
      rows.map(({ close }) => kama.update(state, close!)),
      rows.map((row) => row.kama),
      1e-6,
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [kama.create(lengths(20)), new KAMA(20)];
    expectAgreement(
      closesOf(bars).map((close) => kama.update(state, close)),
      closesOf(bars).map((close) => peer.add(close)),
    );
  });

  it.each([{ period: 0 }, { fast: 0 }, { slow: 2.5 }, { fast: 30, slow: 30 }])('does not take %p', (options) => {
    expect(() => kama.create(options)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [lengths(1), lengths(2), lengths(10)],
    create: kama.create,
    update: (state, { close }) => kama.update(state, close),
    naive: (bars, { period, fast, slow }) => {
      const closes = closesOf(bars);
      const results: (number | null)[] = [];
      closes.forEach((close, at) => {
        if (at < period) return void results.push(at + 1 === period ? close : null);
        const path = sum(steps(closes.slice(at - period, at + 1)).map(Math.abs));
        const efficiency = path === 0 ? 1 : Math.abs(close - closes[at - period]!) / path;
        const pace = (efficiency * (2 / (fast + 1) - 2 / (slow + 1)) + 2 / (slow + 1)) ** 2;
        results.push(results[at - 1]! + pace * (close - results[at - 1]!));
      });
      return results;
    },
    memory: () => 10_000,
    holds: (value) => value > 0,
  });
});
