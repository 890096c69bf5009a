import { listExchanges } from './list-exchanges';
import { loadExchange } from './load-exchange';

describe('listExchanges', () => {
  it('names single exchanges and the members of families, with what each gives', async () => {
    const exchanges = await listExchanges();
    const byName = new Map(exchanges.map((exchange) => [exchange.name, exchange]));
    expect(byName.get('bybit')).toMatchObject({ title: 'Bybit', verification: 'VERIFIED', tradable: true });
    expect(byName.get('ccxt:kraken')).toMatchObject({
      title: 'Kraken',
      verification: 'VERIFIED',
      tradable: false,
      market: { quote: 'stream', trades: 'stream', ticker: 'stream', bar: 'stream', book: 'stream' },
    });
    expect(byName.get('ccxt:bitso')).toMatchObject({ verification: 'UNVERIFIED', market: { quote: 'poll', trades: 'poll', book: 'poll' } });
    expect(exchanges.map(({ name }) => name)).toEqual([...byName.keys()].sort());
  });

  it('loads the plugin of a member by the name that it lists', async () => {
    const exchange = await loadExchange('ccxt:kraken');
    expect([exchange.name, exchange.trading]).toEqual(['ccxt:kraken', null]);
    await expect(loadExchange('ccxt:mtgox')).rejects.toThrow('ccxt has no exchange "mtgox"');
    await expect(loadExchange('ccxt')).rejects.toThrow('is a family');
  });
});
