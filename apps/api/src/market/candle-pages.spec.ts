import type { Accounts } from '../accounts/accounts';
import { CandlePages } from './candle-pages';
import type { CandleRequest, MarketQueries } from './market-queries';
import type { Candle } from './market.types';

const MINUTE = 60_000;
const candle = (minute: number): Candle => ({ start: new Date(minute * MINUTE) }) as Candle;

/** A venue that has the candles of minutes 1 to 4 and, as Bybit does, may give one less than was asked for. */
function pagesOver(least = 0): { pages: CandlePages; asked: CandleRequest[] } {
  const asked: CandleRequest[] = [];
  const candles = async (request: CandleRequest) => {
    asked.push(request);
    const all = [1, 2, 3, 4].map(candle).filter(({ start }) => start.getTime() <= (request.end ?? Infinity));
    return all.slice(-Math.max(1, request.limit - least));
  };
  return { pages: new CandlePages({ find: async () => ({}) } as unknown as Accounts, { candles } as unknown as MarketQueries), asked };
}

const request = { accountId: 'a', symbol: 'BTC/USDT', interval: '1m', first: 2 };
const minutes = ({ items }: { readonly items: readonly Candle[] }): number[] => items.map(({ start }) => start.getTime() / MINUTE);

describe('CandlePages', () => {
  it('goes from the newest to the oldest, no candle twice and none left out', async () => {
    const { pages, asked } = pagesOver();
    const first = await pages.page(request);
    const second = await pages.page({ ...request, after: first.nextCursor });
    const third = await pages.page({ ...request, after: second.nextCursor });
    expect([first, second, third].map(minutes)).toEqual([[4, 3], [2, 1], []]);
    expect(third.nextCursor).toBeNull();
    expect(asked.map(({ end }) => end)).toEqual([undefined, 3 * MINUTE - 1, MINUTE - 1]);
  });

  it('goes on after a page that the venue did not fill', async () => {
    const { pages } = pagesOver(1);
    const first = await pages.page(request);
    expect([minutes(first), minutes(await pages.page({ ...request, after: first.nextCursor }))]).toEqual([[4], [3]]);
  });

  it('keeps to its span, from included and to not', async () => {
    const { pages } = pagesOver();
    const page = await pages.page({ ...request, first: 10, from: new Date(2 * MINUTE), to: new Date(4 * MINUTE) });
    expect([minutes(page), page.nextCursor]).toEqual([[3, 2], null]);
    const exact = await pages.page({ ...request, from: new Date(3 * MINUTE) });
    expect([minutes(exact), exact.nextCursor]).toEqual([[4, 3], null]);
  });

  it('refuses a span that is none and a cursor that no page gave', async () => {
    const { pages } = pagesOver();
    const at = new Date(MINUTE);
    await expect(pages.page({ ...request, from: at, to: at })).rejects.toThrow('from is 1970-01-01T00:01:00.000Z; it must be before');
    await expect(pages.page({ ...request, after: '-1' })).rejects.toThrow('after is "-1"; it must be the nextCursor of the page before.');
  });
});
