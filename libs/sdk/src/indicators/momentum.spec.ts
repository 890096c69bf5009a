import { MOM, ROC } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { momentum, roc } from './momentum';

describe('momentum and roc', () => {
  it('compare with an older value', () => {
    const [difference, rate] = [momentum.create(2), roc.create(2)];
    expect([10, 11, 13, 5.5].map((value) => momentum.update(difference, value))).toEqual([null, null, 3, -5.5]);
    expect([10, 11, 13, 5.5].map((value) => roc.update(rate, value))).toEqual([null, null, 30, -50]);
  });

  it('know no rate from zero', () => {
    const state = roc.create(1);
    expect([0, 1, 2].map((value) => roc.update(state, value))).toEqual([null, null, 100]);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:rate_of_change_roc_and_momentum, cs-roc.xls
  it('give the worked example of StockCharts', () => {
    const rows = workedExample('roc', 'close', 'roc');
    const state = roc.create(12);
    expectWorked(
      rows.map(({ close }) => roc.update(state, close!)),
      rows.map((row) => row.roc),
      1e-7,
    );
  });

  // It writes the rate as a fraction.
  it.each(SERIES)('agree with trading-signals on %s', (_, bars) => {
    const [difference, rate, peers] = [momentum.create(12), roc.create(12), [new MOM(12), new ROC(12)] as const];
    const theirs = closesOf(bars).map((close) => {
      const [change, fraction] = [peers[0].add(close), peers[1].add(close)];
      return { momentum: change, roc: fraction === null ? null : 100 * fraction };
    });
    expectAgreement(
      closesOf(bars).map((close) => ({ momentum: momentum.update(difference, close), roc: roc.update(rate, close) })),
      theirs,
    );
  });

  it.each([0, -1, 1.5, NaN])('have no period %p', (period) => {
    expect(() => momentum.create(period)).toThrow(RangeError);
    expect(() => roc.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: momentum.create,
    update: (state, { close }) => momentum.update(state, close),
    naive: (bars, period) => bars.map(({ close }, at) => (at < period ? null : close - bars[at - period]!.close)),
    memory: (period) => period + 1,
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: roc.create,
    update: (state, { close }) => roc.update(state, close),
    naive: (bars, period) => bars.map(({ close }, at) => (at < period ? null : 100 * (close / bars[at - period]!.close - 1))),
    memory: (period) => period + 1,
    holds: (value) => value > -100,
    scale: 100,
  });
});
