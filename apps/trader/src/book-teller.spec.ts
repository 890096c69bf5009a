import type { LevelText } from '@libs/sdk';
import { BookTeller } from './book-teller';
import { offeredDepth } from './market';

/** A teller on a clock that stands still until it is moved. */
function desk(depth = 2) {
  const told: { bids: readonly LevelText[]; at: number }[] = [];
  let now = 1_000;
  let waiting: { at: number; run: () => void }[] = [];
  const teller = new BookTeller({
    feed: ({ bids }, at) => void told.push({ bids, at }),
    monotonic: { now: () => now },
    timers: {
      after: (ms, run) => {
        const timer = { at: now + ms, run };
        waiting.push(timer);
        return { cancel: () => void (waiting = waiting.filter((one) => one !== timer)) };
      },
    },
  });
  teller.want('BTC', depth);
  const pass = (ms: number): void => {
    now += ms;
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    for (const { run } of due) run();
  };
  return { teller, told, pass };
}

const book = (at: number, ...bids: LevelText[]) => ({
  at,
  isWhole: true,
  levels: (side: 'bids' | 'asks', count: number) => (side === 'bids' ? bids.slice(0, count) : []),
});

describe('BookTeller', () => {
  it('tells the levels that are wanted, with the time of the book', () => {
    const { teller, told } = desk();
    teller.changed('BTC', book(5, ['9', '1'], ['8', '1'], ['7', '1']));
    teller.changed('ETH', book(5, ['9', '1']));
    expect(told).toEqual([
      {
        bids: [
          ['9', '1'],
          ['8', '1'],
        ],
        at: 5,
      },
    ]);
  });

  it('says nothing of a change below them', () => {
    const { teller, told, pass } = desk();
    teller.changed('BTC', book(5, ['9', '1'], ['8', '1'], ['7', '1']));
    pass(1_000);
    teller.changed('BTC', book(6, ['9', '1'], ['8', '1'], ['6', '1']));
    expect(told).toHaveLength(1);
  });

  it('tells of books that come too fast only the newest, a tenth of a second after the last', () => {
    const { teller, told, pass } = desk();
    const changing = { ...book(1, ['1', '1']) };
    teller.changed('BTC', changing);
    const later = book(2, ['2', '1']);
    teller.changed('BTC', later);
    // It is one book that changes while it waits.
    Object.assign(later, book(3, ['3', '1']));
    teller.changed('BTC', later);
    pass(99);
    expect(told).toHaveLength(1);
    pass(1);
    expect(told.at(-1)).toEqual({ bids: [['3', '1']], at: 3 });
    expect(told).toHaveLength(2);
  });

  it('does not tell a book that was lost while it waited, nor one after the end', () => {
    const { teller, told, pass } = desk();
    teller.changed('BTC', book(1, ['1', '1']));
    const lost = { ...book(2, ['2', '1']) };
    teller.changed('BTC', lost);
    lost.isWhole = false;
    pass(100);
    expect(told).toHaveLength(1);
    teller.changed('BTC', book(3, ['3', '1']));
    teller.close();
    teller.changed('BTC', book(4, ['4', '1']));
    expect(told).toHaveLength(2);
  });

  it('tells the deepest wish', () => {
    const { teller, told } = desk(1);
    teller.want('BTC', 2);
    teller.want('BTC', 1);
    teller.changed('BTC', book(1, ['9', '1'], ['8', '1']));
    expect(told[0]?.bids).toHaveLength(2);
  });
});

describe('offeredDepth', () => {
  it.each([
    [5, 50],
    [50, 50],
    [51, 200],
    [2_000, 1_000],
  ])('takes for %d levels the subscription of %d', (levels, expected) => {
    expect(offeredDepth([50, 200, 1_000], levels)).toBe(expected);
  });

  it('is null where no book is shown', () => {
    expect(offeredDepth([], 5)).toBeNull();
  });
});
