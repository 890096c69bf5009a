import fc from 'fast-check';
import { L2Ladder } from './l2-ladder';

const levels = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(3)), { maxLength: 60 });

describe('one side of a recorded book', () => {
  it('knows its best price and what is better than another, as a plain list would', () => {
    fc.assert(
      fc.property(levels, fc.constantFrom(1 as const, -1 as const), fc.integer({ min: 1, max: 40 }), (sets, direction, from) => {
        const ladder = new L2Ladder(direction);
        const plain = new Map<number, number>();
        for (const [ticks, lots] of sets) {
          ladder.set(ticks, lots);
          if (lots > 0) plain.set(ticks, lots);
          else plain.delete(ticks);
          const sorted = [...plain.keys()].sort((one, other) => (one - other) * direction);
          expect(ladder.best).toBe(sorted[0]);
          expect(ladder.betterThan(from)).toEqual(sorted.filter((price) => (from - price) * direction > 0));
          expect(ladder.toSide()).toEqual({ ticks: sorted, lots: sorted.map((price) => plain.get(price)) });
        }
      }),
    );
  });

  it('finds levels that lie far apart', () => {
    const bids = new L2Ladder(-1);
    for (const ticks of [1_000_000, 10, 500_000]) bids.set(ticks, 1);
    expect(bids.betterThan(100)).toEqual([1_000_000, 500_000]);
    bids.set(1_000_000, 0);
    expect(bids.best).toBe(500_000);
  });
});
