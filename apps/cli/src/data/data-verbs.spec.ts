import { migrate } from '@libs/persistence';
import { withPostgres } from '@libs/testkit';
import { EXIT } from '../exit-code';
import { row, withDataHome } from './testing/with-data-home';

describe('plimsoll data', () => {
  const database = withPostgres(migrate);
  const data = withDataHome(database);

  it('drops imported candles only when three words say so, and tells before', async () => {
    await data.run('import', await data.candles('BTC_USDT-1m.csv', [row(0)]));
    expect(await data.run('list', '--budget', '0MB', '--drop')).toBe(EXIT.ok);
    expect(data.err).toContain('over the budget is data that the rule does not let go');
    expect(data.out).toContain('bybit BTC/USDT 1m candles');
    expect(await data.run('list', '--budget', '0MB', '--imported', '--drop')).toBe(EXIT.ok);
    expect(data.err).toContain('! dropping bybit/BTC_USDT/candles/1m/2025-06.parquet');
    expect(data.out).toBe('nothing is stored\n');
  });

  it.each([
    [['import', '/nowhere/BTC_USDT-1m.csv'], '/nowhere/BTC_USDT-1m.csv does not exist'],
    [['import', 'prices.csv'], 'prices.csv does not exist; give the path of a file'],
    [['import', import.meta.dirname], 'is a folder; name the files in it, or give --freqtrade'],
    [['verify'], 'Nothing of that is stored'],
    [['verify', '--sigmas', '0'], '--sigmas is "0"; it must be a number above 0'],
    [['list', '--drop'], '--drop needs a rule'],
    [['list', '--budget', 'much'], '--budget is "much"; write a size like 500MB or 20GB.'],
    [['download', '--symbol', 'BTCUSDT'], '"BTCUSDT" is not a symbol; write it like BTC/USDT'],
    [['download', '--symbol', 'BTC/USDT', '--venue', 'moon'], 'There is no exchange plugin "moon"'],
    [['download', '--symbol', 'BTC/USDT', '--kind', 'books'], '--kind is "books"; it must be candles, trades or funding.'],
    [['record', '--symbol', 'BTC/USDT', '--for', 'long'], '--for is "long"; write a length of time like 90s'],
    [['replay', 'latest'], 'Nothing is recorded yet'],
    [['fetch'], "unknown command 'fetch'"],
  ])('refuses %j with 2 and a sentence', async (args, sentence) => {
    expect(await data.run(...args)).toBe(EXIT.badInput);
    expect(data.err).toContain(sentence);
  });
});
