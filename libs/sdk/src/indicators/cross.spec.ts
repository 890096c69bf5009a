import fc from 'fast-check';
import { hasCrossedOver, hasCrossedUnder } from 'trading-signals';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { crossedAbove, crossedBelow } from './cross';

type Pair = readonly [first: number | null, second: number | null];

const FLAT = 3;

describe('crossedAbove and crossedBelow', () => {
  const above = (pairs: readonly Pair[]): boolean[] => {
    const state = crossedAbove.create();
    return pairs.map(([first, second]) => crossedAbove.update(state, first, second));
  };
  const below = (pairs: readonly Pair[]): boolean[] => {
    const state = crossedBelow.create();
    return pairs.map(([first, second]) => crossedBelow.update(state, first, second));
  };

  it('tell the one update that crosses', () => {
    const pairs: Pair[] = [1, 4, 5, 2, 1].map((value) => [value, FLAT]);
    expect(above(pairs)).toEqual([false, true, false, false, false]);
    expect(below(pairs)).toEqual([false, false, false, true, false]);
  });

  it('take leaving a touch for the crossing, not the touch', () => {
    const pairs: Pair[] = [1, 3, 4, 3, 2].map((value) => [value, FLAT]);
    expect(above(pairs)).toEqual([false, false, true, false, false]);
    expect(below(pairs)).toEqual([false, false, false, false, true]);
  });

  it('see nothing while a line is warming up', () => {
    const pairs: Pair[] = [
      [1, null],
      [4, 3],
      [1, 3],
      [null, 3],
      [4, 3],
      [5, 3],
    ];
    expect(above(pairs)).toEqual([false, false, false, false, false, false]);
  });

  it('are each the other with the lines exchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3))), (pairs) => {
        expect(above(pairs)).toEqual(below(pairs.map(([first, second]) => [second, first])));
      }),
    );
  });

  it.each(SERIES)('agree with trading-signals on %s', (_, bars) => {
    const pairs = bars.map(({ close, open }) => [close, open] as const);
    const steps = pairs.map((now, at) => ({ before: pairs[at - 1], now }));
    expect(above(pairs)).toEqual(steps.map(({ before, now }) => before !== undefined && hasCrossedOver(...before, ...now)));
    expect(below(pairs)).toEqual(steps.map(({ before, now }) => before !== undefined && hasCrossedUnder(...before, ...now)));
  });

  indicatorTrial({
    options: [undefined],
    create: crossedAbove.create,
    update: (state, { close, open }) => crossedAbove.update(state, close, open),
    naive: (bars) => bars.map(({ close, open }, at) => at > 0 && bars[at - 1]!.close <= bars[at - 1]!.open && close > open),
    memory: () => 2,
  });

  indicatorTrial({
    options: [undefined],
    create: crossedBelow.create,
    update: (state, { close, open }) => crossedBelow.update(state, close, open),
    naive: (bars) => bars.map(({ close, open }, at) => at > 0 && bars[at - 1]!.close >= bars[at - 1]!.open && close < open),
    memory: () => 2,
  });
});
