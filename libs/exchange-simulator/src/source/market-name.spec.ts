import { marketOfFile } from './market-name';

describe('marketOfFile', () => {
  it.each([
    ['/a/BTCUSDT_linear_1m.csv.gz', undefined, 'BTCUSDT', 'linear'],
    ['ETHUSDT_spot_5m.csv', undefined, 'ETHUSDT', 'spot'],
    ['BTC_USDT-5m.csv.gz', undefined, 'BTCUSDT', 'spot'],
    ['BTC_USDT_USDT-5m-futures.csv.gz', undefined, 'BTCUSDT', 'linear'],
    ['my candles.csv', 'BTC/USDT:USDT', 'BTCUSDT', 'linear'],
    ['my candles.csv', 'SOL/USDT', 'SOLUSDT', 'spot'],
    ['BTC_USDT-5m.csv.gz', 'ETHUSDT', 'ETHUSDT', 'spot'],
    ['my candles.csv', 'ETHUSDT', 'ETHUSDT', 'linear'],
  ])('%s with the symbol %s is %s %s', (file, symbol, venueSymbol, category) => {
    expect(marketOfFile(file, symbol)).toEqual({ venueSymbol, category });
  });

  it('says how to name a file that does not tell', () => {
    expect(() => marketOfFile('/tmp/prices.csv')).toThrow(
      'prices.csv does not name its market; name the file like BTCUSDT_linear_1m.csv.gz',
    );
    expect(() => marketOfFile('/tmp/prices.csv', 'bitcoin')).toThrow('"bitcoin" is not a symbol');
  });
});
