import fc from 'fast-check';
import { fillLivelySide } from './lively-depth';
import type { BookSide } from './book-side';

const OPTIONS = { levels: 100, baseLots: 300, seed: 3, time: 1_750_000_000_000 };
const side = (best: number, direction: 1 | -1, more: Partial<typeof OPTIONS> = {}): BookSide => {
  const made: BookSide = { ticks: [], lots: [] };
  fillLivelySide(made, best, direction, { ...OPTIONS, ...more });
  return made;
};

describe('a lively book', () => {
  it('begins at the best price and goes outwards without an empty level', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(1 as const, -1 as const),
        fc.nat(10 ** 9),
        (best, direction, time) => {
          const { ticks, lots } = side(best, direction, { time });
          expect(ticks[0]).toBe(best);
          expect(ticks.every((price, level) => price >= 1 && (level === 0 || (price - ticks[level - 1]!) * direction > 0))).toBe(true);
          expect(lots.every((size) => Number.isInteger(size) && size >= 1)).toBe(true);
        },
      ),
    );
  });

  it('is deeper behind the touch than at it, and has gaps', () => {
    const starts = Array.from({ length: 200 }, (_, index) => side(700_001 + index * 137, 1));
    const total = (from: number, to: number): number =>
      starts.reduce((sum, { lots }) => sum + lots.slice(from, to).reduce((all, size) => all + size, 0), 0);
    expect(total(30, 33)).toBeGreaterThan(2 * total(0, 3));
    expect(starts.every(({ ticks }) => ticks.at(-1)! - ticks[0]! > 100)).toBe(true);
  });

  it('changes only some of its levels within a second, and is the same again at the same time', () => {
    const [now, later] = [side(780_000, -1), side(780_000, -1, { time: OPTIONS.time + 1_000 })];
    const sizes = new Map(now.ticks.map((price, level) => [price, now.lots[level]]));
    const changed = later.ticks.filter((price, level) => sizes.get(price) !== later.lots[level]).length;
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(25);
    expect(side(780_000, -1)).toEqual(now);
  });
});
