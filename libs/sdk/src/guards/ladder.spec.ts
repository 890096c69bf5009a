import fc from 'fast-check';
import { ladder } from './ladder';

const LONG = { side: 'LONG', averagePrice: '100' } as const;
const at = (low: number, high = low) => ({ low, high });

describe('ladder', () => {
  it('lays rungs by growing distances and sizes', () => {
    const plan = ladder.create({ rungs: 3, distance: 0.02, distanceFactor: 1.5, sizeFactor: 2 });
    // 2 %, then 3 % and 4.5 % more; entries of 1, 2, 4 and 8.
    expect(plan.depths.map((depth) => Number(depth.toFixed(9)))).toEqual([0.02, 0.05, 0.095]);
    expect(plan.sizes).toEqual([1, 3, 7, 15]);
  });

  it('wants more with each rung that the price comes to, and gives none back', () => {
    const plan = ladder.create({ rungs: 3, distance: 0.1 });
    const sizes = [at(95), at(90), at(99), at(69), at(10)].map((bar) => ladder.update(plan, LONG, bar));
    expect(sizes).toEqual([1, 2, 2, 4, 4]);
    expect(ladder.next(plan)).toBeNull();
  });

  it('measures from the first entry, though additions move the average', () => {
    const plan = ladder.create({ rungs: 2, distance: 0.1 });
    ladder.update(plan, LONG, at(90));
    expect(ladder.next(plan)).toBe(80);
    expect(ladder.update(plan, { side: 'LONG', averagePrice: '95' }, at(80.5))).toBe(2);
    expect(ladder.update(plan, { side: 'LONG', averagePrice: '95' }, at(80))).toBe(3);
  });

  it('climbs against a short position, and begins anew when flat', () => {
    const plan = ladder.create({ rungs: 2, distance: 0.1 });
    const short = { side: 'SHORT', averagePrice: '100' } as const;
    expect([at(50, 109), at(50, 110)].map((bar) => ladder.update(plan, short, bar))).toEqual([1, 2]);
    expect(ladder.update(plan, { side: 'FLAT', averagePrice: '0' }, at(1))).toBe(0);
    expect(ladder.update(plan, { side: 'LONG', averagePrice: '50' }, at(46))).toBe(1);
    expect(plan.entry).toBe(50);
  });

  it('never wants less while held, nor more than its last size', () => {
    const prices = fc.array(fc.double({ min: 1, max: 200, noNaN: true }), { minLength: 1, maxLength: 30 });
    const shape = { rungs: fc.integer({ min: 1, max: 9 }), factor: fc.double({ min: 0.2, max: 3, noNaN: true }) };
    fc.assert(
      fc.property(fc.record(shape), prices, ({ rungs, factor }, path) => {
        const plan = ladder.create({ rungs, distance: 0.05, sizeFactor: factor });
        const sizes = path.map((price) => ladder.update(plan, LONG, at(price)));
        expect(sizes.toSorted((one, other) => one - other)).toEqual(sizes);
        expect(sizes.at(-1)!).toBeLessThanOrEqual(plan.sizes[rungs]!);
      }),
    );
  });

  it.each([
    { rungs: 0, distance: 0.1 },
    { rungs: 51, distance: 0.001 },
    { rungs: 11, distance: 0.1 },
    { rungs: 2, distance: 0.5 },
    { rungs: 1, distance: 0 },
    { rungs: 1, distance: NaN },
    { rungs: 1, distance: 0.1, sizeFactor: 0 },
  ])('refuses %j', (options) => {
    expect(() => ladder.create(options)).toThrow(RangeError);
  });
});
