import { decimal, type Bar, type Instrument } from '@libs/kernel';
import type { ExchangePlugin, MarketData } from '@libs/sdk';
import { MarketUnavailable, NotOffered } from './market-queries';
import { Venue } from './venue';
import { VenueMarket } from './venue-market';

const instrument = { symbol: 'BTC/USDT:USDT' } as Instrument;
const bar: Bar = {
  start: 60_000,
  open: decimal('1.10'),
  high: decimal('2'),
  low: decimal('1'),
  close: decimal('1.5'),
  volume: decimal('3'),
};

function marketOver(data: Partial<MarketData>, now = { value: 0 }) {
  const asked: string[] = [];
  const load = async (): Promise<ExchangePlugin> =>
    ({
      title: 'Test',
      market: { ...(data.book === undefined ? {} : { book: 'stream' }), ...(data.trades === undefined ? {} : { trades: 'stream' }) },
      marketData: ({ restUrl }: { restUrl: string }) => (asked.push(restUrl), data),
    }) as unknown as ExchangePlugin;
  return { market: new VenueMarket(new Venue('http://127.0.0.1:9', load), () => now.value), asked };
}

describe('VenueMarket', () => {
  it('asks the simulator through the plugin, once a minute for the instruments', async () => {
    const now = { value: 0 };
    let questions = 0;
    const { market, asked } = marketOver({ instruments: async () => ((questions += 1), [instrument]) }, now);
    expect(await market.instruments()).toEqual([instrument]);
    await market.instruments();
    expect([questions, asked]).toEqual([1, ['http://127.0.0.1:9']]);
    now.value = 60_001;
    await market.instruments();
    expect(questions).toBe(2);
  });

  it('gives closed candles as exact text', async () => {
    const { market } = marketOver({ instruments: async () => [instrument], bars: async () => [bar] });
    const request = { symbol: 'BTC/USDT:USDT', interval: '1m', limit: 1 } as const;
    expect(await market.candles(request)).toEqual([
      { start: new Date(60_000), open: '1.1', high: '2', low: '1', close: '1.5', volume: '3', closed: true },
    ]);
    expect(await market.candles({ ...request, symbol: 'DOGE/USDT' })).toEqual([]);
  });

  it('asks for candles up to a time', async () => {
    let end: number | undefined;
    const bars: MarketData['bars'] = async (_instrument, _interval, _limit, asked) => ((end = asked), []);
    const { market } = marketOver({ instruments: async () => [instrument], bars });
    await market.candles({ symbol: 'BTC/USDT:USDT', interval: '1m', limit: 1, end: 59_999 });
    expect(end).toBe(59_999);
  });

  it('cuts a book to the depth that was asked for', async () => {
    const bids = [
      ['99.9', '1'],
      ['99.8', '2'],
    ] as const;
    const { market } = marketOver({ instruments: async () => [instrument], book: async () => ({ bids, asks: [], last: 7, at: 60_000 }) });
    expect(await market.book('BTC/USDT:USDT', 1)).toEqual({
      symbol: 'BTC/USDT:USDT',
      bids: [{ price: '99.9', quantity: '1' }],
      asks: [],
      marketTime: new Date(60_000),
    });
    expect(await market.book('DOGE/USDT', 1)).toBeNull();
  });

  it('gives trades newest first', async () => {
    const trade = { side: 'BUY', price: '1', quantity: '2', at: 60_000 } as const;
    const trades = async () => [
      { id: 'older', ...trade },
      { id: 'newer', ...trade },
    ];
    const { market } = marketOver({ instruments: async () => [instrument], trades });
    expect((await market.trades('BTC/USDT:USDT', 2))?.map(({ id }) => id)).toEqual(['newer', 'older']);
  });

  it('says so when its venue has no such data', async () => {
    const { market } = marketOver({ instruments: async () => [instrument] });
    await expect(market.book('BTC/USDT:USDT', 1)).rejects.toThrow(new NotOffered('Test', 'order books'));
    await expect(market.trades('BTC/USDT:USDT', 1)).rejects.toThrow('Test gives no public trades.');
  });

  it('says that the market does not answer, and asks anew the next time', async () => {
    let up = false;
    const { market } = marketOver({ instruments: async () => (up ? [instrument] : Promise.reject(new Error('ECONNREFUSED'))) });
    await expect(market.instruments()).rejects.toThrow(MarketUnavailable);
    up = true;
    expect(await market.instruments()).toEqual([instrument]);
  });
});
