import { IchimokuCloud } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { highestOf, lowestOf, overWindows } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { marketOf } from '../../../../tests/support/indicators/series';
import type { HighLowClose } from './bar-parts';
import { ichimoku, type IchimokuValue } from './ichimoku';

const LINES = { tenkan: 9, kijun: 26, senkou: 52, displacement: 26 };

const at = (price: number) => ({ high: price + 1, low: price - 1, close: price });

describe('ichimoku', () => {
  it('is made of the middles of three ranges, and of what they were', () => {
    const state = ichimoku.create({ tenkan: 1, kijun: 2, senkou: 3, displacement: 2 });
    const values = [10, 12, 20, 18, 30].map((price) => ichimoku.update(state, at(price)));
    expect(values.slice(0, 2)).toEqual([null, null]);
    // tenkan 20; kijun (21 + 11) / 2; span A their mean; span B (21 + 9) / 2; nothing two bars ago yet but the close.
    const third = { tenkan: 20, kijun: 16, senkouA: null, senkouB: null, aheadA: 18, aheadB: 15, chikou: 20, chikouAgainst: 10 };
    expect(values[2]).toEqual(third);
    // kijun (31 + 17) / 2, span B (31 + 17) / 2, and the cloud of the third bar.
    const fifth = { tenkan: 30, kijun: 24, senkouA: 18, senkouB: 15, aheadA: 27, aheadB: 24, chikou: 30, chikouAgainst: 20 };
    expect(values[4]).toEqual(fifth);
  });

  it('never changes what it said once more is known', () => {
    const bars = marketOf(5, 200);
    const all = linesOf(bars);
    for (const cut of [60, 90, 150]) expect(linesOf(bars.slice(0, cut))).toEqual(all.slice(0, cut));
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const peer = new IchimokuCloud();
    const ours = linesOf(bars).map((value) =>
      value === null ? null : { base: value.kijun, conversion: value.tenkan, spanA: value.aheadA, spanB: value.aheadB },
    );
    expectAgreement(
      ours,
      bars.map((bar) => peer.add(bar)),
    );
  });

  it.each([{ tenkan: 0 }, { kijun: 1.5 }, { senkou: -1 }, { displacement: 0 }])('does not take %p', (options) => {
    expect(() => ichimoku.create(options)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [{ tenkan: 2, kijun: 3, senkou: 5, displacement: 4 }, LINES],
    create: ichimoku.create,
    update: ichimoku.update,
    naive: (bars, { tenkan, kijun, senkou, displacement }) => {
      const middles = (length: number) =>
        overWindows(bars, length, (window) => (highestOf(window.map(({ high }) => high)) + lowestOf(window.map(({ low }) => low))) / 2);
      const [fast, base, slow] = [middles(tenkan), middles(kijun), middles(senkou)];
      const first = Math.max(tenkan, kijun, senkou) - 1;
      const spanA = (index: number): number | null => (index < first ? null : (fast[index]! + base[index]!) / 2);
      const spanB = (index: number): number | null => (index < first ? null : slow[index]!);
      return bars.map(({ close }, index) => {
        if (index < first) return null;
        const past = index - displacement;
        const cloud = { senkouA: spanA(past), senkouB: spanB(past), aheadA: spanA(index)!, aheadB: spanB(index)! };
        return { tenkan: fast[index]!, kijun: base[index]!, ...cloud, chikou: close, chikouAgainst: bars[past]?.close ?? null };
      });
    },
    memory: ({ senkou, displacement }) => senkou + displacement,
  });
});

function linesOf(bars: readonly HighLowClose[]): (IchimokuValue | null)[] {
  const state = ichimoku.create(LINES);
  return bars.map((bar) => ichimoku.update(state, bar));
}
