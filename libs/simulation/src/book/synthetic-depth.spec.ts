import fc from 'fast-check';
import { MarketBook } from './market-book';
import { setSyntheticDepth } from './synthetic-depth';

const OPTIONS = { levels: 50, baseLots: 100, salt: 3 };

describe('setSyntheticDepth', () => {
  it('takes the last trade for the ask after a rise and for the bid after a fall', () => {
    const book = new MarketBook();
    setSyntheticDepth(book, 1_000, true, OPTIONS);
    expect([book.bestBid, book.bestAsk]).toEqual([999, 1_000]);
    setSyntheticDepth(book, 1_000, false, OPTIONS);
    expect([book.bestBid, book.bestAsk]).toEqual([1_000, 1_001]);
  });

  it('gives the same book for the same market', () => {
    const [one, other] = [new MarketBook(), new MarketBook()];
    setSyntheticDepth(one, 1_000, true, OPTIONS);
    setSyntheticDepth(other, 500, false, OPTIONS);
    setSyntheticDepth(other, 1_000, true, OPTIONS);
    expect([other.bids, other.asks]).toEqual([one.bids, one.asks]);
  });

  it('is never crossed, negative or empty on the ask side, and one tick wide', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.boolean(), fc.integer({ min: 1, max: 1_000 }), (last, rising, baseLots) => {
        const book = new MarketBook();
        setSyntheticDepth(book, last, rising, { ...OPTIONS, baseLots });
        expect(book.bestAsk! - book.bestBid!).toBe(1);
        expect([...book.bids.lots, ...book.asks.lots].every((lots) => lots >= 1)).toBe(true);
        expect(book.bids.ticks.every((ticks, level) => ticks >= 1 && (level === 0 || ticks < book.bids.ticks[level - 1]!))).toBe(true);
      }),
    );
  });
});
