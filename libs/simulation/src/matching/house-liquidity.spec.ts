import { buy, levels, RecordedBook, sell } from './testing/recorded-book';

describe('the liquidity of the market in an OrderBook', () => {
  it('is taken like any other and stays gone', () => {
    const { book, heard } = new RecordedBook();
    book.replaceHouse(levels([99, 10]), levels([100, 4], [101, 9]));
    expect(book.submit(buy(1, 6, 101))).toBe('FILLED');
    expect(heard).toEqual([
      [0, 1, 100, 4],
      [0, 1, 101, 2],
    ]);
    expect([book.depth(-1), book.depth(1)]).toEqual([levels([101, 7]), levels([99, 10])]);
  });

  it('stands before the orders that came later', () => {
    const { book, heard } = new RecordedBook();
    book.setLevel(-1, 100, 10);
    book.submit(sell(1, 5, 100));
    book.setLevel(-1, 100, 13);
    expect([book.ahead(1), book.depth(-1)]).toEqual([10, levels([100, 18])]);
    book.printTrade(1, 100, 12);
    expect(heard).toEqual([[1, 0, 100, 2]]);
    expect(book.leaves(1)).toBe(3);
  });

  it('leaves from the back of the queue, so nobody advances before it must', () => {
    const { book } = new RecordedBook({ queue: 'FROM_BACK' });
    book.setLevel(-1, 100, 10);
    book.submit(sell(1, 5, 100));
    book.setLevel(-1, 100, 16);
    book.setLevel(-1, 100, 9);
    expect([book.ahead(1), book.depth(-1)]).toEqual([9, levels([100, 14])]);
  });

  it('leaves everywhere alike under the proportional model', () => {
    const { book } = new RecordedBook({ queue: 'PROPORTIONAL' });
    book.setLevel(-1, 100, 10);
    book.submit(sell(1, 5, 100));
    book.setLevel(-1, 100, 16);
    book.setLevel(-1, 100, 8);
    expect([book.ahead(1), book.depth(-1)]).toEqual([5, levels([100, 13])]);
  });

  it('rounds what leaves behind an order up, so that it does not advance by a rounding', () => {
    const { book } = new RecordedBook({ queue: 'PROPORTIONAL' });
    book.setLevel(-1, 100, 10);
    book.submit(sell(1, 5, 100));
    book.setLevel(-1, 100, 16);
    // Five of 16 leave: 6 × 5 ÷ 16 = 1.875 behind it, so 2 there and 3 of the 10 before it.
    book.setLevel(-1, 100, 11);
    expect([book.ahead(1), book.depth(-1)]).toEqual([7, levels([100, 16])]);
  });

  it('keeps the queue of a price that stays when all of it is replaced', () => {
    const { book } = new RecordedBook();
    book.replaceHouse(levels([98, 1], [97, 2]), levels([100, 10], [101, 5]));
    book.submit(sell(1, 5, 100));
    book.submit(sell(2, 5, 101));
    book.replaceHouse(levels([99, 3], [97, 2]), levels([100, 4], [102, 6]));
    expect([book.ahead(1), book.ahead(2)]).toEqual([4, 0]);
    expect([book.depth(1), book.depth(-1)]).toEqual([levels([99, 3], [97, 2]), levels([100, 9], [101, 5], [102, 6])]);
  });

  it('is gone at better prices than a trade, where clients fill whole', () => {
    const { book, heard } = new RecordedBook();
    book.replaceHouse(levels([99, 10]), levels([100, 4], [101, 4], [102, 4]));
    book.submit(sell(1, 5, 101));
    book.submit(sell(2, 5, 102));
    book.printTrade(1, 102, 6);
    expect(heard).toEqual([
      [1, 0, 101, 5],
      [2, 0, 102, 2],
    ]);
    expect(book.depth(-1)).toEqual(levels([102, 3]));
  });

  it('fills clients at their own price once it reaches or passes them', () => {
    const { book, heard } = new RecordedBook();
    book.replaceHouse(levels([97, 1]), levels([102, 1]));
    for (const [order, ticks] of [
      [1, 100],
      [2, 99],
      [3, 98],
    ] as const)
      book.submit(buy(order, 5, ticks));
    book.setLevel(-1, 99, 1);
    book.settle();
    expect(heard).toEqual([
      [1, 0, 100, 5],
      [2, 0, 99, 5],
    ]);
    expect([book.bestBid, book.bestAsk]).toEqual([98, 99]);
  });

  it('never crosses itself: its newer word ends the older one', () => {
    const { book } = new RecordedBook();
    book.replaceHouse(levels([99, 1], [98, 1]), levels([100, 1], [101, 1]));
    book.setLevel(1, 100, 7);
    expect([book.bestBid, book.bestAsk]).toEqual([100, 101]);
    book.setLevel(-1, 98, 7);
    expect([book.bestBid, book.bestAsk]).toEqual([undefined, 98]);
  });

  it('is found without the orders of an owner', () => {
    const { book } = new RecordedBook();
    book.setLevel(-1, 100, 10);
    book.submit(sell(1, 5, 100, { owner: 9 }));
    book.submit(sell(2, 5, 101, { owner: 8 }));
    expect([book.available(1, 101), book.available(1, 100), book.available(1, 101, 9)]).toEqual([20, 15, 15]);
  });
});
