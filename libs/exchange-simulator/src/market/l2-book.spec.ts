import { decimal } from '@libs/kernel';
import type { BookSide } from '@libs/simulation';
import type { RawDepth, RawLevel, RawQuote, RawSnapshot } from '../source/raw-lines';
import { UnitParser } from '../source/unit-parser';
import { L2Book } from './l2-book';

type Levels = readonly (readonly [number, number])[];

const text = (levels: Levels): RawLevel[] => levels.map(([price, size]) => [String(price), String(size)]);
const snapshot = (last: number, bids: Levels, asks: Levels): RawSnapshot => ({
  kind: 'snapshot',
  last,
  bids: text(bids),
  asks: text(asks),
});
const depth = ([before, first, last]: readonly [number, number, number], bids: Levels, asks: Levels): RawDepth => ({
  kind: 'depth',
  before,
  first,
  last,
  bids: text(bids),
  asks: text(asks),
});
const quote = (last: number, bid: Levels[0], ask: Levels[0]): RawQuote => ({
  kind: 'quote',
  last,
  bid: text([bid])[0]!,
  ask: text([ask])[0]!,
});

/** What clients would see: every change that the book tells, applied one after the other. */
class Shown {
  readonly levels = { bids: new Map<number, number>(), asks: new Map<number, number>() };
  readonly book: L2Book;

  constructor() {
    const grid = { ticks: new UnitParser(decimal('1')), lots: new UnitParser(decimal('1')) };
    this.book = new L2Book(grid, {
      reset: (bids, asks) => this.reset(bids, asks),
      level: (side, ticks, lots) => this.level(side, ticks, lots),
    });
  }

  get sides(): { bids: number[][]; asks: number[][] } {
    const of = (levels: Map<number, number>, direction: number): number[][] => [...levels].sort(([a], [b]) => (a - b) * direction);
    return { bids: of(this.levels.bids, -1), asks: of(this.levels.asks, 1) };
  }

  private reset(bids: BookSide, asks: BookSide): void {
    const { levels } = this;
    levels.bids.clear();
    levels.asks.clear();
    bids.ticks.forEach((ticks, level) => levels.bids.set(ticks, bids.lots[level]!));
    asks.ticks.forEach((ticks, level) => levels.asks.set(ticks, asks.lots[level]!));
  }

  private level(side: 1 | -1, ticks: number, lots: number): void {
    const levels = side === 1 ? this.levels.bids : this.levels.asks;
    if (lots > 0) levels.set(ticks, lots);
    else levels.delete(ticks);
    const [bid, ask] = [Math.max(...this.levels.bids.keys()), Math.min(...this.levels.asks.keys())];
    if (bid >= ask) throw new Error(`crossed on the way: ${bid}/${ask}`);
  }
}

/** Stands at 99, 98 / 101, 102 as of update 10. */
function begun(): Shown {
  const shown = new Shown();
  shown.book.snapshot(
    snapshot(
      10,
      [
        [99, 5],
        [98, 7],
      ],
      [
        [101, 4],
        [102, 6],
      ],
    ),
  );
  return shown;
}

describe('a recorded book', () => {
  it('begins with the snapshot and the deltas that reach over it', () => {
    const shown = new Shown();
    shown.book.depth(depth([4, 5, 8], [[97, 1]], []));
    shown.book.depth(depth([8, 9, 12], [[99, 3]], [[103, 2]]));
    expect(shown.book.trouble).toBe('the recording has not shown the whole book yet');
    shown.book.snapshot(snapshot(10, [[99, 5]], [[101, 4]]));
    expect(shown.book.trouble).toBe('');
    expect(shown.sides).toEqual({
      bids: [[99, 3]],
      asks: [
        [101, 4],
        [103, 2],
      ],
    });
  });

  it('takes what goes before what comes, so that it is never crossed on the way', () => {
    const shown = begun();
    shown.book.depth(
      depth(
        [10, 11, 15],
        [[101, 2]],
        [
          [101, 0],
          [102, 9],
        ],
      ),
    );
    expect(shown.sides).toEqual({
      bids: [
        [101, 2],
        [99, 5],
        [98, 7],
      ],
      asks: [[102, 9]],
    });
  });

  it('clears itself at a gap, says so, and waits for the next snapshot', () => {
    const shown = begun();
    shown.book.depth(depth([10, 11, 12], [[99, 6]], []));
    shown.book.depth(depth([14, 15, 16], [[99, 8]], []));
    expect(shown.book.isWhole).toBe(false);
    expect(shown.book.trouble).toBe('a gap in the recorded book: 14 was expected to be 12');
    expect(shown.sides).toEqual({ bids: [], asks: [] });
    shown.book.snapshot(snapshot(15, [[99, 7]], [[101, 1]]));
    // The delta after the gap reaches over the snapshot.
    expect(shown.sides).toEqual({ bids: [[99, 8]], asks: [[101, 1]] });
    expect(shown.book.trouble).toBe('');
  });

  it('follows ids of spot, which name no message before', () => {
    const shown = begun();
    const spot = (first: number, last: number, lots: number): RawDepth => ({
      ...depth([0, first, last], [[99, lots]], []),
      before: undefined,
    });
    shown.book.depth(spot(11, 12, 6));
    shown.book.depth(spot(13, 13, 7));
    expect([shown.sides.bids[0], shown.book.isWhole]).toEqual([[99, 7], true]);
    shown.book.depth(spot(15, 15, 8));
    expect(shown.book.isWhole).toBe(false);
  });

  it('shows a best quote over the deltas until one of them knows of it', () => {
    const shown = begun();
    shown.book.best(quote(12, [98, 3], [102, 1]));
    expect(shown.sides).toEqual({ bids: [[98, 3]], asks: [[102, 1]] });
    shown.book.best(quote(13, [99, 2], [101, 8]));
    expect(shown.sides.bids).toEqual([
      [99, 2],
      [98, 7],
    ]);
    shown.book.depth(depth([10, 11, 12], [[97, 1]], []));
    expect(shown.sides.bids).toEqual([
      [99, 2],
      [98, 7],
      [97, 1],
    ]);
    shown.book.depth(depth([12, 13, 14], [], []));
    expect(shown.sides).toEqual({
      bids: [
        [99, 5],
        [98, 7],
        [97, 1],
      ],
      asks: [
        [101, 4],
        [102, 6],
      ],
    });
  });

  it('leaves an old quote and an old delta alone', () => {
    const shown = begun();
    const before = shown.sides;
    shown.book.best(quote(9, [90, 1], [110, 1]));
    shown.book.depth(depth([3, 4, 8], [[99, 1]], []));
    expect(shown.sides).toEqual(before);
  });

  it('puts back what a trade older than the book swept away', () => {
    const shown = begun();
    shown.levels.asks.delete(101);
    shown.levels.asks.set(102, 5);
    shown.book.traded(1, 102);
    expect(shown.sides.asks).toEqual([
      [101, 4],
      [102, 5],
    ]);
    shown.book.depth(depth([10, 11, 12], [], []));
    expect(shown.sides.asks).toEqual([
      [101, 4],
      [102, 6],
    ]);
  });

  it('refuses a level that is no number rather than showing a wrong book', () => {
    const shown = begun();
    shown.book.depth({ ...depth([10, 11, 12], [], []), bids: [['9x', '1']] });
    expect(shown.book.trouble).toBe('a level that is no price and quantity: 9x 1');
  });
});
