import type { Feed, FeedMarket, PublicTrade } from '../market/feed';
import { PublicNews } from './public-news';

/** News only passes markets on, so a name is all that this one needs. */
const market = { state: { key: 'linear:BTCUSDT' } } as FeedMarket;
const trade = (at: number): PublicTrade => ({ at, ticks: 1, volume: 1, buyerTook: true });

describe('public news', () => {
  let news: PublicNews;
  let told: string[];
  beforeEach(() => {
    told = [];
    news = new PublicNews({ markets: [market] } as unknown as Feed);
    news.listen({
      moved: (_market, at) => void told.push(`moved ${at}`),
      traded: (_market, { at, index }) => void told.push(`traded ${at}/${index}`),
      barClosed: (_market, at) => void told.push(`closed ${at}`),
    });
  });

  it('of the feed is told at once', () => {
    news.moved(market, 1);
    news.traded(market, trade(1));
    expect(told).toEqual(['moved 1', 'traded 1/0']);
  });

  it('of the feed waits behind what clients did before it', () => {
    const first = news.changed([], 1);
    news.traded(market, trade(2));
    const second = news.changed([], 3);
    news.barClosed(market, 4);
    expect(told).toEqual([]);
    second();
    expect(told).toEqual([]);
    first();
    expect(told).toEqual(['traded 2/0', 'closed 4']);
    news.moved(market, 5);
    expect(told.at(-1)).toBe('moved 5');
  });

  it('counts the trades of one millisecond, which would else have one id', () => {
    for (const at of [7, 7, 7, 8]) news.traded(market, trade(at));
    expect(told).toEqual(['traded 7/0', 'traded 7/1', 'traded 7/2', 'traded 8/0']);
  });
});
