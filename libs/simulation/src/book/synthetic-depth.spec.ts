import fc from 'fast-check';
import { setSyntheticDepth, type BookSides } from './synthetic-depth';

const OPTIONS = { levels: 50, baseLots: 100, salt: 3 };
const empty = (): BookSides => ({ bids: { ticks: [], lots: [] }, asks: { ticks: [], lots: [] } });

describe('setSyntheticDepth', () => {
  it('puts the best bid one tick below the best ask', () => {
    const book = empty();
    setSyntheticDepth(book, 1_000, OPTIONS);
    expect([book.bids.ticks[0], book.asks.ticks[0]]).toEqual([999, 1_000]);
  });

  it('gives the same book for the same market', () => {
    const [one, other] = [empty(), empty()];
    setSyntheticDepth(one, 1_000, OPTIONS);
    setSyntheticDepth(other, 500, OPTIONS);
    setSyntheticDepth(other, 1_000, OPTIONS);
    expect(other).toEqual(one);
  });

  it('is never crossed, negative or empty on the ask side, and one tick wide', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5_000 }), fc.integer({ min: 1, max: 1_000 }), (ask, baseLots) => {
        const { bids, asks } = empty();
        setSyntheticDepth({ bids, asks }, ask, { ...OPTIONS, baseLots });
        expect(asks.ticks[0]! - bids.ticks[0]!).toBe(1);
        expect([...bids.lots, ...asks.lots].every((lots) => lots >= 1)).toBe(true);
        expect(bids.ticks.every((ticks, level) => ticks >= 1 && (level === 0 || ticks < bids.ticks[level - 1]!))).toBe(true);
      }),
    );
  });
});
