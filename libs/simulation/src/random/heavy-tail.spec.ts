import fc from 'fast-check';
import { pareto, splitWhole } from './heavy-tail';
import { SeededRandom } from './seeded-random';

describe('pareto', () => {
  it('is at least 1, mostly small, and far off now and then', () => {
    const random = new SeededRandom(4);
    const draws = Array.from({ length: 10_000 }, () => pareto(random, 1.5, 500));
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...draws)).toBeLessThanOrEqual(500);
    // P(x > 10) = 10^-1.5 = 3.2 %; P(x < 2) = 1 - 2^-1.5 = 65 %.
    expect(draws.filter((draw) => draw > 10).length).toBeGreaterThan(250);
    expect(draws.filter((draw) => draw > 10).length).toBeLessThan(400);
    expect(draws.filter((draw) => draw < 2).length).toBeGreaterThan(6_200);
  });
});

describe('splitWhole', () => {
  it('cuts in proportion', () => {
    expect(splitWhole(10, [1, 1, 2])).toEqual([2, 3, 5]);
    expect(splitWhole(1, [1, 1, 1])).toEqual([0, 0, 1]);
  });

  it('loses nothing and gives nobody less than nothing', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(10_000_000), weights, (total, of) => {
        const parts = splitWhole(total, of);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        expect(parts.every((part) => part >= 0)).toBe(true);
      }),
    );
  });
});
