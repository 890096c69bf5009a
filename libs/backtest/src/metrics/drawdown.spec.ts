import fc from 'fast-check';
import { drawdowns, summarizeDrawdowns, ulcerIndex } from './drawdown';

const curve = (...equity: readonly number[]) => ({
  times: Float64Array.from(equity, (_, index) => index + 1),
  equity: Float64Array.from(equity),
});

describe('drawdowns', () => {
  it('run from the last moment at the peak to the recovery', () => {
    expect(drawdowns(curve(100, 120, 120, 90, 96, 120, 130), 0, 100)).toEqual([
      { peakAt: 3, troughAt: 4, recoveredAt: 6, amount: 30, depth: 0.25 },
    ]);
  });

  it('begin with the starting equity and end open', () => {
    expect(drawdowns(curve(80, 90), 0, 100)).toEqual([{ peakAt: 0, troughAt: 1, recoveredAt: null, amount: 20, depth: 0.2 }]);
  });

  it('leave out what came before the run', () => {
    expect(drawdowns(curve(500, 100, 90), 1, 100)).toEqual([{ peakAt: 2, troughAt: 3, recoveredAt: null, amount: 10, depth: 0.1 }]);
  });

  it('are none where nothing falls, where there is one point, or none', () => {
    expect([drawdowns(curve(100, 110), 0, 100), drawdowns(curve(110), 0, 100), drawdowns(curve(), 0, 100)]).toEqual([[], [], []]);
  });
});

describe('summarizeDrawdowns', () => {
  it('tells the deepest fraction from the largest amount', () => {
    // 100 → 50 is half of it; 1000 → 700 is more money and less of it.
    const list = drawdowns(curve(50, 100, 1000, 700, 800), 0, 100);
    expect(summarizeDrawdowns(list, 9)).toEqual({
      deepest: list[0],
      maxDepth: 0.5,
      maxAmount: 300,
      averageDepth: 0.4,
      longest: 6,
      averageDuration: (2 + 6) / 2,
      count: 2,
    });
  });

  it('is independent of the unit of money, and deepest where a plain double loop finds it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 50 }),
        fc.constantFrom(2, 8, 0.25),
        (equity, factor) => {
          const plain = summarizeDrawdowns(drawdowns(curve(...equity), 0, 500), equity.length);
          const scaled = summarizeDrawdowns(drawdowns(curve(...equity.map((value) => value * factor)), 0, 500 * factor), equity.length);
          expect(scaled.maxDepth).toBeCloseTo(plain.maxDepth, 12);
          expect(scaled.longest).toBe(plain.longest);
          expect(scaled.maxAmount).toBe(plain.maxAmount * factor);
          let worst = 0;
          [500, ...equity].forEach((peak, index, all) => all.slice(index).forEach((later) => (worst = Math.max(worst, 1 - later / peak))));
          expect(plain.maxDepth).toBeCloseTo(worst, 12);
        },
      ),
    );
  });
});

describe('ulcerIndex', () => {
  it('is the root of the mean square of what is missing to the peak', () => {
    // Missing: 0, 10 %, 20 %, 0.
    expect(ulcerIndex([100, 90, 80, 110], 100)).toBeCloseTo(Math.sqrt(0.05 / 4), 12);
    expect(ulcerIndex([], 100)).toBeNull();
  });
});
