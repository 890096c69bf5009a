import { MARKET_TIME, NOBODY, SYMBOL, withApi } from './api-house';
import { tradeOf } from './fake-market';

const house = withApi();
const MINUTE = 60_000;
const NEWEST = Math.floor(MARKET_TIME / MINUTE) * MINUTE;
const minutesAgo = (minutes: number): string => new Date(NEWEST - minutes * MINUTE).toISOString();
const of = (what: string): string => `/api/v1/accounts/${house.accountId}/market/${what}&symbol=${encodeURIComponent(SYMBOL)}`;

interface Page {
  readonly items: readonly { readonly start: string }[];
  readonly nextCursor: string | null;
}

describe('candles', () => {
  it('are paged from the newest to the oldest, over GraphQL and REST', async () => {
    const query = `query ($id: ID!, $symbol: String!, $after: String) {
      candlePage(accountId: $id, symbol: $symbol, interval: "1m", first: 2, after: $after) { items { start } nextCursor } }`;
    const first = await house.answer(query, { id: house.accountId, symbol: SYMBOL });
    expect(first['items']).toEqual([{ start: minutesAgo(0) }, { start: minutesAgo(1) }]);
    const second = await house.answer(query, { id: house.accountId, symbol: SYMBOL, after: first['nextCursor'] });
    expect(second['items']).toEqual([{ start: minutesAgo(2) }]);
    const third = (await (await house.get(of(`candles?interval=1m&after=${String(second['nextCursor'])}`))).json()) as Page;
    expect(third).toEqual({ items: [], nextCursor: null });
  });

  it('can be had of a span', async () => {
    const page = (await (await house.get(of(`candles?interval=1m&from=${minutesAgo(1)}&to=${minutesAgo(0)}`))).json()) as Page;
    expect([page.items.map(({ start }) => start), page.nextCursor]).toEqual([[minutesAgo(1)], null]);
  });
});

describe('order book and trades', () => {
  it('are asked for by symbol', async () => {
    const query = 'query ($id: ID!, $symbol: String!) { orderBook(accountId: $id, symbol: $symbol) { symbol bids { price quantity } } }';
    const book = { symbol: SYMBOL, bids: [{ price: '50000', quantity: '0.5' }] };
    expect(await house.answer(query, { id: house.accountId, symbol: SYMBOL })).toEqual(book);
    expect(await (await house.get(of('order-book?depth=1'))).json()).toMatchObject(book);
    const trades = 'query ($id: ID!, $symbol: String!) { trades(accountId: $id, symbol: $symbol) { id side price at } }';
    const trade = { id: 't-1', side: 'SELL', price: '50000.1', at: new Date(MARKET_TIME).toISOString() };
    expect(await house.answer(trades, { id: house.accountId, symbol: SYMBOL })).toEqual([trade]);
    expect(await (await house.get(of('trades?limit=5'))).json()).toMatchObject([trade]);
  });

  it.each([
    ['order-book?depth=201', 400, 'depth is 201; it must be from 1 to 200.'],
    ['order-book?depth=x', 400, 'depth is "x"; it must be a whole number.'],
    ['trades?limit=0', 400, 'limit is 0; it must be from 1 to 1000.'],
    ['candles?interval=7m', 400, 'interval is 7m; it must be one of 1m'],
    ['candles?interval=1m&from=yesterday', 400, 'from is "yesterday"; it must be a time in UTC'],
    ['candles?interval=1m&after=x', 400, 'after is "x"; it must be the nextCursor of the page before.'],
    ['order-book?symbol=DOGE/USDT', 404, 'There is no symbol DOGE/USDT.'],
    ['order-book?symbol=HALTED', 503, 'The order book cannot be had now: the market does not answer'],
    ['trades?symbol=DARK', 501, 'Dark gives no public trades.'],
  ])('%s is refused with %d and a sentence', async (path, status, sentence) => {
    const response = await house.get(path.includes('symbol=') ? `/api/v1/accounts/${house.accountId}/market/${path}` : of(path));
    expect([response.status, (await response.json()) as object]).toMatchObject([status, { detail: expect.stringContaining(sentence) }]);
  });

  it('are refused for an account that does not exist', async () => {
    expect((await house.get(`/api/v1/accounts/${NOBODY}/market/order-book?symbol=${SYMBOL}`)).status).toBe(404);
  });
});

describe('market streams', () => {
  async function follow<T>(query: string, each: (value: T, count: number) => boolean): Promise<void> {
    let count = 0;
    for await (const { data, errors } of house.socket.iterate<{ it: T }>({ query, variables: { id: house.accountId, symbol: SYMBOL } })) {
      expect(errors).toBeUndefined();
      if (each((data as { it: T }).it, (count += 1))) break;
    }
  }

  it('give the book at once and its newest state afterwards, and listen no longer than somebody follows', async () => {
    const query = `subscription ($id: ID!, $symbol: String!) {
      it: orderBook(accountId: $id, symbol: $symbol) { book { bids { price } } trust { level } } }`;
    const seen: unknown[] = [];
    await follow(query, (update, count) => {
      seen.push(update);
      expect(house.streams.following).toBe(1);
      if (count === 1) for (const best of ['50001', '50002', '50003']) house.streams.moveBid(best);
      return count === 2;
    });
    const shown = (price: string) => ({ book: { bids: [{ price }] }, trust: { level: 'TRUSTED' } });
    expect(seen).toEqual([shown('50000'), shown('50003')]);
    await house.answer('{ accounts { id } }');
    expect(house.streams.following).toBe(0);
  });

  it('give trades newest first and say how many were left out', async () => {
    const query = `subscription ($id: ID!, $symbol: String!) {
      it: trades(accountId: $id, symbol: $symbol) { trades { id } missed trust { reasons } } }`;
    const seen: { readonly trades: readonly { readonly id: string }[]; readonly missed: number }[] = [];
    await follow<(typeof seen)[number]>(query, (update, count) => {
      seen.push(update);
      if (count === 1) house.streams.trade(...Array.from({ length: 203 }, (_, number) => tradeOf(`t-${number}`, MARKET_TIME)));
      return count === 2;
    });
    expect(seen[0]).toEqual({ trades: [], missed: 0, trust: { reasons: ['STALE'] } });
    expect([seen[1]?.trades.length, seen[1]?.trades[0]?.id, seen[1]?.missed]).toEqual([200, 't-202', 3]);
  });

  it('are refused with a depth that no book has', async () => {
    const query = 'subscription ($id: ID!, $symbol: String!) { orderBook(accountId: $id, symbol: $symbol, depth: 0) { trust { level } } }';
    const stream = house.socket.iterate({ query, variables: { id: house.accountId, symbol: SYMBOL } });
    expect((await stream.next()).value).toMatchObject({ errors: [{ message: 'depth is 0; it must be from 1 to 200.' }] });
  });
});
