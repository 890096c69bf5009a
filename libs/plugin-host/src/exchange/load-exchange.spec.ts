import { loadExchange } from './load-exchange';

describe('loadExchange', () => {
  it('loads a plugin by name', async () => {
    const exchange = await loadExchange('bybit');
    expect(exchange.trading?.capabilities.clientIdUnique).toBe('forever');
  });

  it.each(['nowhere', '../exchanges/bybit', ''])('says that there is no plugin %p', async (name) => {
    await expect(loadExchange(name)).rejects.toThrow(`There is no exchange plugin "${name}"`);
  });
});
