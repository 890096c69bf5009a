import { buy, levels, RecordedBook, sell } from './testing/recorded-book';

function bookWith(...tickets: Parameters<RecordedBook['book']['submit']>[0][]): RecordedBook {
  const recorded = new RecordedBook();
  for (const ticket of tickets) expect(recorded.book.submit(ticket)).toBe('RESTING');
  return recorded;
}

describe('OrderBook', () => {
  it('trades with the best price first and at one price with who came first', () => {
    const { book, heard } = bookWith(sell(1, 5, 101), sell(2, 5, 100), sell(3, 5, 100));
    expect(book.submit(buy(4, 12, 101))).toBe('FILLED');
    expect(heard).toEqual([
      [2, 4, 100, 5],
      [3, 4, 100, 5],
      [1, 4, 101, 2],
    ]);
    expect([book.leaves(1), book.has(2), book.lastFilled, book.bestAsk]).toEqual([3, false, 12, 101]);
  });

  it('rests what a limit order could not trade', () => {
    const { book } = bookWith(sell(1, 5, 100), sell(2, 5, 102));
    expect(book.submit(buy(3, 8, 101))).toBe('RESTING');
    expect([book.lastFilled, book.leaves(3), book.bestBid, book.bestAsk]).toEqual([5, 3, 101, 102]);
  });

  it('drops what an immediate-or-cancel order could not trade', () => {
    const { book } = bookWith(sell(1, 5, 100));
    expect(book.submit(buy(2, 8, Infinity, { tif: 'IOC' }))).toBe('LEFT_CANCELLED');
    expect([book.lastFilled, book.has(2), book.bestAsk]).toEqual([5, false, undefined]);
    expect(book.submit(sell(3, 8, 0, { tif: 'IOC' }))).toBe('LEFT_CANCELLED');
  });

  it('fills a fill-or-kill order whole or not at all', () => {
    const { book, heard } = bookWith(sell(1, 5, 100), sell(2, 5, 101), sell(3, 5, 102));
    expect(book.submit(buy(4, 11, 101, { tif: 'FOK' }))).toBe('KILLED');
    expect(heard).toEqual([]);
    expect(book.submit(buy(5, 10, 101, { tif: 'FOK' }))).toBe('FILLED');
  });

  it('turns a post-only order away that would take', () => {
    const { book, heard } = bookWith(sell(1, 5, 100));
    expect(book.submit(buy(2, 1, 100, { tif: 'POST_ONLY' }))).toBe('WOULD_TAKE');
    expect(book.submit(buy(3, 1, 99, { tif: 'POST_ONLY' }))).toBe('RESTING');
    expect(heard).toEqual([]);
  });

  it('gives back what a cancelled order had open', () => {
    const { book } = bookWith(sell(1, 5, 100), buy(2, 2, 99));
    book.submit(buy(3, 2, 100));
    expect([book.cancel(1), book.cancel(1), book.cancel(77)]).toEqual([3, 0, 0]);
    expect([book.bestAsk, book.bestBid]).toEqual([undefined, 99]);
  });

  it('refuses a purchase above and a sale below the price band', () => {
    const { book } = bookWith();
    book.setBand(90, 110);
    expect(book.submit(buy(1, 1, 111))).toBe('OUT_OF_BAND');
    expect(book.submit(sell(2, 1, 89))).toBe('OUT_OF_BAND');
    expect(book.submit(buy(3, 1, 89))).toBe('RESTING');
    expect(book.amend(3, 111, 1)).toBe('OUT_OF_BAND');
    expect(book.submit(sell(4, 1, 111))).toBe('RESTING');
  });

  it('lets an owner have only so many orders in the book', () => {
    const { book } = new RecordedBook({ maxOpenPerOwner: 2 });
    for (const order of [1, 2]) book.submit(sell(order, 5, 100, { owner: 9 }));
    expect(book.submit(sell(3, 5, 100, { owner: 9 }))).toBe('TOO_MANY');
    expect(book.submit(buy(4, 5, 100, { owner: 8 }))).toBe('FILLED');
    expect(book.openOf(9)).toBe(1);
    expect(book.submit(sell(3, 5, 100, { owner: 9 }))).toBe('RESTING');
  });
});

describe('a sink of an OrderBook', () => {
  it('may cancel other orders while it hears of a trade', () => {
    const recorded = bookWith(sell(1, 5, 100), sell(2, 5, 100), sell(3, 5, 100), sell(4, 5, 101));
    const { book, heard } = recorded;
    recorded.onFill = (maker) => {
      if (maker === 1) [2, 3].forEach((order) => book.cancel(order));
    };
    expect(book.submit(buy(5, 8, 101))).toBe('FILLED');
    expect(heard).toEqual([
      [1, 5, 100, 5],
      [4, 5, 101, 3],
    ]);
  });
});

describe('amending in an OrderBook', () => {
  it('keeps the place of an order with fewer lots at its price', () => {
    const { book, heard } = bookWith(sell(1, 5, 100), sell(2, 5, 100));
    expect(book.amend(1, 100, 2)).toBe('KEPT');
    book.submit(buy(3, 3, 100));
    expect(heard).toEqual([
      [1, 3, 100, 2],
      [2, 3, 100, 1],
    ]);
  });

  it('sends an order with more lots or another price to the back', () => {
    const { book } = bookWith(sell(1, 5, 100), sell(2, 5, 100), sell(3, 4, 101));
    expect(book.amend(1, 100, 6)).toBe('MOVED');
    expect([book.ahead(1), book.ahead(2)]).toEqual([5, 0]);
    expect(book.amend(2, 101, 1)).toBe('MOVED');
    expect([book.ahead(1), book.ahead(2)]).toEqual([0, 4]);
  });

  it('takes when the new price crosses', () => {
    const { book, heard } = bookWith(sell(1, 5, 100), buy(2, 7, 99));
    expect(book.amend(2, 100, 7)).toBe('MOVED');
    expect([heard, book.leaves(2), book.bestBid, book.openOf(2)]).toEqual([[[1, 2, 100, 5]], 2, 100, 1]);
    book.submit(sell(3, 2, 101));
    expect(book.amend(2, 101, 2)).toBe('FILLED');
    expect([book.lastFilled, book.openOf(2)]).toEqual([2, 0]);
  });

  it('leaves a post-only order alone that would take at its new price', () => {
    const { book } = bookWith(sell(1, 5, 100), buy(2, 7, 98, { tif: 'POST_ONLY' }));
    expect(book.amend(2, 100, 7)).toBe('WOULD_TAKE');
    expect([book.leaves(2), book.bestBid]).toEqual([7, 98]);
    expect([book.amend(2, 99, 7), book.amend(2, 100, 7), book.amend(77, 100, 7)]).toEqual(['MOVED', 'WOULD_TAKE', 'UNKNOWN']);
  });
});

describe('an amended order in an OrderBook', () => {
  it('still asks for its cap', () => {
    const { book, heard, caps } = bookWith(sell(1, 5, 101, { capped: true }));
    caps.set(1, 3);
    expect(book.amend(1, 100, 5)).toBe('MOVED');
    expect(book.submit(buy(2, 5, 100, { tif: 'IOC' }))).toBe('LEFT_CANCELLED');
    expect(heard).toEqual([
      [1, 2, 100, 3],
      [1, 2, 'CAP'],
    ]);
  });

  it('still treats orders of its owner as it said', () => {
    const { book, heard } = bookWith(sell(1, 5, 100, { owner: 9 }), buy(2, 5, 99, { owner: 9, selfTrade: 2 }));
    expect(book.amend(2, 100, 5)).toBe('SELF_TRADE_STOPPED');
    expect([heard, book.leaves(1), book.has(2)]).toEqual([[], 5, false]);
  });
});

describe('self-trade prevention in an OrderBook', () => {
  const own = { owner: 9 };

  it('cancels the maker and goes on', () => {
    const { book, heard } = bookWith(sell(1, 5, 100, own), sell(2, 5, 100));
    expect(book.submit(buy(3, 5, 100, { ...own, selfTrade: 1 }))).toBe('FILLED');
    expect(heard).toEqual([
      [1, 5, 'SELF_TRADE'],
      [2, 3, 100, 5],
    ]);
    expect(book.openOf(9)).toBe(0);
  });

  it('cancels what is left of the taker and spares the maker', () => {
    const { book, heard } = bookWith(sell(1, 5, 99), sell(2, 5, 100, own));
    expect(book.submit(buy(3, 8, 100, { ...own, selfTrade: 2 }))).toBe('SELF_TRADE_STOPPED');
    expect([heard, book.lastFilled, book.leaves(2), book.has(3)]).toEqual([[[1, 3, 99, 5]], 5, 5, false]);
  });

  it('cancels both', () => {
    const { book, heard } = bookWith(sell(1, 5, 100, own), sell(2, 5, 100));
    expect(book.submit(buy(3, 8, 100, { ...own, selfTrade: 3 }))).toBe('SELF_TRADE_STOPPED');
    expect([heard, book.bestAsk, book.leaves(2)]).toEqual([[[1, 5, 'SELF_TRADE']], 100, 5]);
  });

  it('counts for fill-or-kill only what the policy leaves to take', () => {
    const { book, heard } = bookWith(sell(1, 5, 100), sell(2, 5, 100, own), sell(3, 5, 100));
    const fok = { ...own, tif: 'FOK' } as const;
    expect(book.submit(buy(4, 6, 100, { ...fok, selfTrade: 2 }))).toBe('KILLED');
    expect(book.submit(buy(5, 11, 100, { ...fok, selfTrade: 1 }))).toBe('KILLED');
    expect(heard).toEqual([]);
    expect(book.submit(buy(6, 15, 100, { ...fok, selfTrade: 0 }))).toBe('FILLED');
  });
});

describe('capped orders in an OrderBook', () => {
  it('trade no more than their cap and leave when it is used up', () => {
    const { book, heard, caps } = bookWith(sell(1, 5, 100, { capped: true }), sell(2, 5, 100));
    caps.set(1, 3);
    expect(book.submit(buy(3, 4, 100))).toBe('FILLED');
    expect(heard).toEqual([
      [1, 3, 100, 3],
      [1, 2, 'CAP'],
      [2, 3, 100, 1],
    ]);
    expect([book.openOf(1), book.depth(-1)]).toEqual([0, levels([100, 4])]);
  });

  it('count for fill-or-kill once for all orders of their owner', () => {
    const { book, caps } = bookWith(sell(1, 5, 100, { capped: true, owner: 9 }), sell(2, 5, 100, { capped: true, owner: 9 }));
    caps.set(1, 6);
    caps.set(2, 6);
    expect(book.available(1, 100)).toBe(6);
    expect(book.submit(buy(3, 7, 100, { tif: 'FOK' }))).toBe('KILLED');
  });
});
