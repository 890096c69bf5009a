import { decimal } from '@libs/kernel';
import type { BookChange, LevelText } from '@libs/sdk';
import { OrderBook } from './order-book';
import type { OrderBookOptions } from './order-book';

const book = (options: Partial<OrderBookOptions> = {}): OrderBook =>
  new OrderBook({ depth: 50, priceScale: 1, quantityScale: 3, ...options });

function change(kind: 'snapshot' | 'delta', last: number, rest: Partial<BookChange> = {}): BookChange {
  return { type: 'book', venueSymbol: 'BTCUSDT', depth: 50, kind, bids: [], asks: [], first: last, last, at: 1_000 + last, ...rest };
}

const BIDS: readonly LevelText[] = [
  ['100.5', '1'],
  ['100', '2.5'],
];
const ASKS: readonly LevelText[] = [
  ['101', '0.001'],
  ['102.5', '7'],
];
const snapshot = (last: number, rest: Partial<BookChange> = {}): BookChange =>
  change('snapshot', last, { bids: BIDS, asks: ASKS, ...rest });
const delta = (last: number, rest: Partial<BookChange> = {}): BookChange => change('delta', last, rest);
const APPLIED = { kind: 'applied' };
const IGNORED = { kind: 'ignored' };

describe('an order book', () => {
  it('shows a snapshot, best first, as text, as numbers and as integers', () => {
    const shown = book();
    expect(shown.apply(snapshot(7))).toEqual(APPLIED);
    expect([shown.isWhole, shown.last, shown.at]).toEqual([true, 7, 1_007]);
    expect(shown.levels('bids', 9)).toEqual(BIDS);
    expect(shown.levels('asks', 1)).toEqual([['101', '0.001']]);
    expect([shown.bestBid, shown.bestBidQuantity, shown.bestAsk, shown.bestAskQuantity]).toEqual([1_005, 1_000, 1_010, 1]);
    expect(shown.best()).toEqual({ bid: decimal('100.5'), bidSize: decimal('1'), ask: decimal('101'), askSize: decimal('0.001') });
  });

  it('puts levels in, changes them and takes them out, also one that is not there', () => {
    const shown = book();
    shown.apply(snapshot(7));
    const asks: LevelText[] = [
      ['101', '0'],
      ['103', '0.000'],
      ['102.50', '8.10'],
    ];
    expect(shown.apply(delta(8, { bids: [['100.2', '3']], asks, previous: 7 }))).toEqual(APPLIED);
    expect(shown.levels('bids', 9).map(([price]) => price)).toEqual(['100.5', '100.2', '100']);
    expect(shown.levels('asks', 9)).toEqual([['102.5', '8.1']]);
  });

  it('grows as fine as its levels are, which may be older than the steps of today', () => {
    const shown = book();
    shown.apply(snapshot(7));
    expect(shown.apply(delta(8, { bids: [['100.25', '1']], asks: [['101', '0.00012']] }))).toEqual(APPLIED);
    const bids = [
      ['100.5', '1'],
      ['100.25', '1'],
      ['100', '2.5'],
    ];
    expect([shown.levels('bids', 9), shown.levels('asks', 1)]).toEqual([bids, [['101', '0.00012']]]);
    expect([shown.priceScale, shown.quantityScale, shown.bestBid, shown.bestAskQuantity]).toEqual([2, 5, 10_050, 12]);
    expect(shown.best()?.askSize).toEqual(decimal('0.00012'));
  });

  it('ignores what it has seen: a delta that comes twice or late', () => {
    const shown = book();
    shown.apply(snapshot(7));
    shown.apply(delta(8, { bids: [['100.5', '2']] }));
    expect(shown.apply(delta(8, { bids: [['100.5', '9']] }))).toEqual(IGNORED);
    expect(shown.apply(delta(6, { bids: [['100.5', '9']] }))).toEqual(IGNORED);
    expect(shown.levels('bids', 1)).toEqual([['100.5', '2']]);
  });

  it('is broken by a lost delta and shows nothing until a snapshot', () => {
    const shown = book();
    shown.apply(snapshot(7));
    expect(shown.apply(delta(9, { previous: 8 }))).toEqual({
      kind: 'broken',
      reason: 'GAP',
      message: 'update 9 (after 8) came after 7: what lies between was lost',
    });
    expect([shown.isWhole, shown.best(), shown.levels('bids', 9), shown.bestBid]).toEqual([false, null, [], 0]);
    expect(shown.apply(delta(8))).toEqual(IGNORED);
    expect(shown.isWhole).toBe(false);
    expect(shown.apply(snapshot(12))).toEqual(APPLIED);
    expect(shown.isWhole).toBe(true);
  });

  it('asks a delta that names its predecessor to follow it, whatever its first number', () => {
    const shown = book();
    shown.apply(snapshot(7));
    expect(shown.apply(delta(20, { first: 15, previous: 7 }))).toEqual(APPLIED);
    expect(shown.apply(delta(25, { first: 18, previous: 19 }))).toMatchObject({ kind: 'broken', reason: 'GAP' });
  });

  it('starts anew with a snapshot in mid-stream, also with a lower number', () => {
    const shown = book();
    shown.apply(snapshot(7_000));
    expect(shown.apply(snapshot(1, { bids: [['50', '1']] }))).toEqual(APPLIED);
    expect(shown.levels('bids', 9)).toEqual([['50', '1']]);
    expect(shown.apply(delta(2, { previous: 1 }))).toEqual(APPLIED);
  });

  it('is broken when numbers begin anew and the snapshot of it was lost', () => {
    const shown = book();
    shown.apply(snapshot(7_000, { at: 10 }));
    expect(shown.apply(delta(2, { previous: 1, at: 11 }))).toMatchObject({ kind: 'broken', reason: 'GAP' });
  });

  it('takes a repeated best level for a repetition, and a different one of the same number for news', () => {
    const top = book({ depth: 1 });
    top.apply(snapshot(1, { bids: [['100', '1']], asks: [['101', '1']] }));
    expect(top.apply(snapshot(1, { bids: [['100.0', '1']], asks: [['101', '1']] }))).toEqual(IGNORED);
    expect(top.apply(snapshot(1, { bids: [['100', '2']], asks: [['101', '1']] }))).toEqual(APPLIED);
  });

  it.each([
    ['crosses', '101.1'],
    ['locks', '101'],
  ])('is broken by a change that %s it', (_, bid) => {
    const shown = book();
    shown.apply(snapshot(7));
    expect(shown.apply(delta(8, { bids: [[bid, '1']] }))).toEqual({
      kind: 'broken',
      reason: 'CROSSED',
      message: `after update 8 the best bid ${bid} reaches the best ask 101`,
    });
    expect(shown.apply(delta(9, { bids: [[bid, '0']] }))).toEqual(IGNORED);
    expect(shown.isWhole).toBe(false);
  });

  it('is broken by a crossed snapshot', () => {
    expect(book().apply(snapshot(7, { asks: [['100', '1']] }))).toMatchObject({ kind: 'broken', reason: 'CROSSED' });
  });

  it('cuts levels behind its depth only where the venue tells no more of them', () => {
    const [cut, kept] = [book({ depth: 2, cutsToDepth: true }), book({ depth: 2 })];
    for (const shown of [cut, kept]) {
      shown.apply(snapshot(7));
      shown.apply(delta(8, { bids: [['100.7', '1']] }));
      shown.apply(delta(9, { bids: [['100.7', '0']] }));
    }
    expect(cut.levels('bids', 9)).toEqual([['100.5', '1']]);
    expect(kept.levels('bids', 9)).toEqual(BIDS);
  });
});

describe('a level that cannot be held exactly', () => {
  it.each([
    [['100.000000000000001', '1'], '1000 with 14 more decimals is too large to be exact'],
    [['100.000000000000000000000001', '1'], '100.000000000000000000000001 has more than 1 decimals'],
    [['100', '9007199254741'], '9007199254741 with 3 decimals is too large to be exact'],
    [['0', '1'], 'a level at the price 0'],
    [['-1', '1'], '"-1" is not a plain decimal number'],
    [['1e2', '1'], '"1e2" is not a plain decimal number'],
    [['1.', '1'], '"1." is not a plain decimal number'],
    [['.5', '1'], '".5" is not a plain decimal number'],
    [['1.0.0', '1'], '"1.0.0" is not a plain decimal number'],
    [['100', ''], 'a price or quantity is empty'],
  ] as const)('throws for %j and leaves the book not whole', (level, message) => {
    const shown = book();
    shown.apply(snapshot(7));
    expect(() => shown.apply(delta(8, { bids: [['100.5', '4'], level] }))).toThrow(message);
    expect(shown.isWhole).toBe(false);
    expect(shown.apply(delta(9))).toEqual(IGNORED);
    expect(shown.isWhole).toBe(false);
    shown.apply(snapshot(10));
    expect(shown.levels('bids', 9)).toEqual(BIDS);
  });
});

describe('a snapshot that was requested aside of the stream', () => {
  const asked = (last: number): Pick<BookChange, 'bids' | 'asks' | 'last' | 'at'> => ({ bids: BIDS, asks: ASKS, last, at: 5 });

  it('is followed by the deltas that were held, from the one that reaches over it', () => {
    const shown = book();
    for (const [first, last] of [
      [1, 4],
      [5, 9],
      [10, 12],
    ] as const)
      shown.apply(delta(last, { first, bids: [['99', `${last}`]] }));
    expect(shown.load(asked(7))).toEqual(APPLIED);
    expect([shown.last, shown.levels('bids', 3)[2]]).toEqual([12, ['99', '12']]);
    expect(shown.apply(delta(13))).toEqual(APPLIED);
  });

  it('stands between two deltas whose numbers have holes', () => {
    const shown = book();
    shown.apply(delta(10, { first: 3, previous: 0 }));
    shown.apply(delta(30, { first: 25, previous: 10 }));
    expect(shown.load(asked(20))).toEqual(APPLIED);
    expect(shown.apply(delta(35, { first: 32, previous: 30 }))).toEqual(APPLIED);
    expect(shown.last).toBe(35);
  });

  it('is refused when it is too old for what is held, which stays for a newer one', () => {
    const shown = book();
    shown.apply(snapshot(1));
    shown.apply(delta(5));
    shown.apply(delta(6));
    expect(shown.load(asked(3))).toMatchObject({ kind: 'broken', reason: 'GAP' });
    expect(shown.isWhole).toBe(false);
    expect(shown.load(asked(4))).toEqual(APPLIED);
    expect([shown.isWhole, shown.last]).toEqual([true, 6]);
  });

  it('changes nothing when the book knows more', () => {
    const shown = book();
    shown.apply(snapshot(7, { bids: [['99', '1']] }));
    expect(shown.load(asked(7))).toEqual(IGNORED);
    expect(shown.levels('bids', 9)).toEqual([['99', '1']]);
  });

  it('is not followed by what was held before a snapshot of the stream', () => {
    const shown = book();
    shown.apply(delta(2, { bids: [['99', '1']] }));
    shown.apply(snapshot(1));
    expect([shown.last, shown.levels('bids', 9)]).toEqual([1, BIDS]);
  });
});

describe('a book with checksums', () => {
  const sum = (bids: readonly LevelText[], asks: readonly LevelText[]): number =>
    Number([...asks, ...bids].flat().join('').replaceAll('.', ''));

  it('is whole while the sum of the levels as they were written fits', () => {
    const shown = book({ depth: 1, checksum: sum });
    expect(shown.apply(snapshot(1, { bids: [['100.0', '1.50']], asks: [['101.0', '2']], checksum: 101_021_000_150 }))).toEqual(APPLIED);
  });

  it('is broken by another sum, which both are named', () => {
    const shown = book({ depth: 1, checksum: sum });
    expect(shown.apply(snapshot(1, { bids: [['100', '1']], asks: [['101', '2']], checksum: 5 }))).toEqual({
      kind: 'broken',
      reason: 'GAP',
      message: 'the checksum of the book is 10121001, the venue says 5',
    });
    expect(shown.isWhole).toBe(false);
  });
});

it('begins anew after a reset', () => {
  const shown = book();
  shown.apply(snapshot(7));
  shown.reset();
  expect([shown.isWhole, shown.last, shown.at]).toEqual([false, -1, 0]);
  expect(shown.apply(delta(8))).toEqual(IGNORED);
});
