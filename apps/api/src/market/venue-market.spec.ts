import { decimal, type Bar, type Instrument } from '@libs/kernel';
import type { ExchangePlugin, MarketData } from '@libs/sdk';
import { MarketUnavailable } from './market-queries';
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
    ({ marketData: ({ restUrl }: { restUrl: string }) => (asked.push(restUrl), data) }) as unknown as ExchangePlugin;
  return { market: new VenueMarket('http://127.0.0.1:9', load, () => now.value), asked };
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

  it('says that the market does not answer, and asks anew the next time', async () => {
    let up = false;
    const { market } = marketOver({ instruments: async () => (up ? [instrument] : Promise.reject(new Error('ECONNREFUSED'))) });
    await expect(market.instruments()).rejects.toThrow(MarketUnavailable);
    up = true;
    expect(await market.instruments()).toEqual([instrument]);
  });
});
