import fc from 'fast-check';
import { pathLength, pathStep } from './bar-path';
import type { TickBar } from './bar-series';

const MINUTE = 60_000;
const bar = (open: number, high: number, low: number, close: number): TickBar => ({ start: 0, open, high, low, close, volume: 1_000 });

function prices(of: TickBar, stepsPerLeg = 1): number[] {
  return Array.from({ length: pathLength(stepsPerLeg) }, (_, index) => pathStep(of, MINUTE, stepsPerLeg, index).price);
}

describe('the path of a bar', () => {
  it.each([
    ['low first when the low is nearer to the open', bar(102, 110, 100, 105), [102, 100, 110, 105]],
    ['high first when the high is nearer to the open', bar(108, 110, 100, 105), [108, 110, 100, 105]],
    ['low first on a tie', bar(105, 110, 100, 107), [105, 100, 110, 107]],
    ['a flat bar stands still', bar(100, 100, 100, 100), [100, 100, 100, 100]],
  ])('plays %s', (_name, played, expected) => {
    expect(prices(played)).toEqual(expected);
  });

  it('spreads over the interval and ends in its last millisecond', () => {
    const times = [0, 1, 2, 3].map((index) => pathStep(bar(102, 110, 100, 105), MINUTE, 1, index).time);
    expect(times).toEqual([0, 20_000, 40_000, 59_999]);
  });

  it('walks each leg in equal parts', () => {
    expect(prices(bar(102, 110, 100, 106), 2)).toEqual([102, 101, 100, 105, 110, 108, 106]);
  });

  it('stays within high and low, touches both, and trades the whole volume, in rising time', () => {
    const any = fc.tuple(fc.integer({ min: 1, max: 10_000 }), fc.nat(500), fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(any, ([low, range, openAt, closeAt, stepsPerLeg]) => {
        const one = bar(low + Math.min(openAt, range), low + range, low, low + Math.min(closeAt, range));
        const steps = Array.from({ length: pathLength(stepsPerLeg) }, (_, index) => pathStep(one, MINUTE, stepsPerLeg, index));
        expect(Math.min(...steps.map(({ price }) => price))).toBe(one.low);
        expect(Math.max(...steps.map(({ price }) => price))).toBe(one.high);
        expect([steps[0]!.price, steps.at(-1)!.price, steps.at(-1)!.volume]).toEqual([one.open, one.close, one.volume]);
        expect(steps.every(({ time }, index) => index === 0 || time > steps[index - 1]!.time)).toBe(true);
      }),
    );
  });
});
