import { OBV } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { sum } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { barOf, expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { endlessMarket } from '../../../../tests/support/indicators/series';
import { obv } from './obv';

describe('obv', () => {
  it('adds volume where the close rose and takes it off where it fell', () => {
    const state = obv.create();
    const bars = [
      { close: 10, volume: 5 },
      { close: 11, volume: 7 },
      { close: 11, volume: 9 },
      { close: 10, volume: 3 },
    ];
    expect(bars.map((bar) => obv.update(state, bar))).toEqual([0, 7, 7, 4]);
  });

  // https://school.stockcharts.com/doku.php?id=technical_indicators:on_balance_volume_obv, cs-obv.xls
  it('gives the worked example of StockCharts', () => {
    const rows = workedExample('obv', 'close', 'volume', 'obv');
    const state = obv.create();
    expectWorked(
      rows.map((row) => obv.update(state, barOf(row))),
      rows.map((row) => row.obv),
      0,
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [obv.create(), new OBV(2)];
    expectAgreement(bars.map((bar) => obv.update(state, bar)).slice(1), bars.map((bar) => peer.add(bar)).slice(1), { scale: 100 });
  });

  it('is exact after a million bars of thousandths', () => {
    const state = obv.create();
    const next = endlessMarket(3);
    let [exact, before] = [0n, next()];
    obv.update(state, before);
    for (let n = 1; n < 1_000_000; n += 1) {
      const bar = next();
      exact += BigInt(Math.sign(bar.close - before.close)) * BigInt(Math.round(bar.volume * 1_000));
      obv.update(state, bar);
      before = bar;
    }
    expect(state.value).toBe(Number(exact) / 1_000);
  });

  indicatorTrial({
    options: [undefined],
    create: obv.create,
    update: obv.update,
    naive: (bars) => {
      const changes = bars.map(({ close, volume }, at) => Math.sign(close - (bars[at - 1]?.close ?? close)) * volume);
      return changes.map((_, at) => sum(changes.slice(0, at + 1)));
    },
    scale: 1,
  });
});
