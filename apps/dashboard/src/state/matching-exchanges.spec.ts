import type { Exchange } from '@libs/client';
import { matchingExchanges } from './matching-exchanges';

const exchange = (name: string, verification: Exchange['verification'], tradable = false): Exchange =>
  ({ name, title: name.replace('ccxt:', '').toUpperCase(), verification, tradable }) as Exchange;

const all = [exchange('ccxt:alpaca', 'UNVERIFIED'), exchange('ccxt:kraken', 'VERIFIED'), exchange('bybit', 'VERIFIED', true)];
const names = (text: string): string[] => matchingExchanges(all, text).map(({ name }) => name);

describe('matchingExchanges', () => {
  it('puts what can be traded first, then what is verified', () => {
    expect(names('')).toEqual(['bybit', 'ccxt:kraken', 'ccxt:alpaca']);
  });

  it('finds by part of a name, by state and by use', () => {
    expect(names('KRA')).toEqual(['ccxt:kraken']);
    expect(names('verified')).toEqual(['bybit', 'ccxt:kraken']);
    expect(names('unverified')).toEqual(['ccxt:alpaca']);
    expect(names('ccxt verified')).toEqual(['ccxt:kraken']);
    expect(names('trading')).toEqual(['bybit']);
    expect(names('mtgox')).toEqual([]);
  });
});
