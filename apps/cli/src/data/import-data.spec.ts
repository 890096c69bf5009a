import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { migrate } from '@libs/persistence';
import { withPostgres } from '@libs/testkit';
import { EXIT } from '../exit-code';
import { HEADER, T0, row, withDataHome } from './testing/with-data-home';

describe('plimsoll data import', () => {
  const database = withPostgres(migrate);
  const data = withDataHome(database);

  it('imports a file once, lists it and finds nothing wrong', async () => {
    const file = await data.candles('BTC_USDT-1m.csv.gz', [row(0), row(1), row(2)]);
    expect(await data.run('import', file)).toBe(EXIT.ok);
    expect(data.out).toBe('bybit BTC/USDT 1m candles: 3 added, 0 known already\n');
    expect(await data.run('import', file)).toBe(EXIT.ok);
    expect(data.out).toBe('bybit BTC/USDT 1m candles: 0 added, 3 known already\n');
    expect(await data.run('list', '--json')).toBe(EXIT.ok);
    expect(JSON.parse(data.out)).toMatchObject({ data: [{ name: 'bybit BTC/USDT 1m candles', files: 1, rows: 3, gaps: 0 }] });
    expect(await data.run('verify')).toBe(EXIT.ok);
    expect(data.out).toBe('bybit BTC/USDT 1m candles: 3 rows, 0 missing, nothing wrong\n');
  });

  it('says with 4 what differs from the store, and replaces it only when told to', async () => {
    await data.run('import', await data.candles('BTC_USDT-1m.csv', [row(0)]));
    const other = await data.candles('BTC_USDT-1m.csv', [row(0, '100.6')]);
    expect(await data.run('import', other)).toBe(EXIT.different);
    expect(data.out).toContain('2025-06-01T00:00:00.000Z  stored open 100, high 101, low 99.5, close 100.5, volume 2.25; given open 100');
    expect(await data.run('import', other, '--replace')).toBe(EXIT.ok);
    expect(data.out).toBe('bybit BTC/USDT 1m candles: 0 added, 0 known already, 1 replaced\n');
  });

  it('names with 4 a gap and an outlier', async () => {
    expect(await data.run('import', await data.candles('BTC_USDT-1m.csv', [row(0), row(3, '200')]))).toBe(EXIT.ok);
    expect(data.err).toContain('BTC_USDT-1m.csv: 2 rows, 2 missing, 2 findings; they are taken in as they are');
    expect(data.err).toContain('2025-06-01T00:01:00.000Z  gap: 2 candles are missing');
    expect(await data.run('verify')).toBe(EXIT.different);
    expect(data.out).toContain('2025-06-01T00:01:00.000Z  gap: 2 candles are missing');
    expect(data.out).toContain('2025-06-01T00:03:00.000Z  outlier: the close 200 is above the high 101');
    expect(await data.run('verify', '--json')).toBe(EXIT.different);
    expect(JSON.parse(data.out)).toMatchObject({ series: [{ missing: 2, count: 2 }] });
  });

  it('does not promise that the order of a file can be looked at later, when all is stored in order', async () => {
    expect(
      await data.run(
        'import',
        await data.candles(
          'BTC_USDT-1m.csv',
          [9, 8, 7, 6, 5, 4, 3].map((n) => row(n)),
        ),
      ),
    ).toBe(EXIT.ok);
    expect(data.err).toContain('and 1 more; "plimsoll data verify" names what is odd once it is stored in order');
    expect(await data.run('verify')).toBe(EXIT.ok);
    expect(data.out).toContain('nothing wrong');
  });

  it('says how times are written where they are written otherwise', async () => {
    expect(await data.run('import', await data.candles('BTC_USDT-1m.csv', ['1748736000,100,101,99.5,100.5,2.25']))).toBe(EXIT.badInput);
    expect(data.err).toContain('row 2 has the time "1748736000"; write milliseconds since 1970, like 1748736000000.');
    const iso = join(data.home, 'BTC_USDT-1m.csv');
    await writeFile(iso, 'timestamp,open,high,low,close,volume\n2025-06-01 00:00:00,100,101,99.5,100.5,2.25\n');
    expect(await data.run('import', iso)).toBe(EXIT.badInput);
    expect(data.err).toContain(
      'row 2 has the time "2025-06-01 00:00:00"; say in which zone that is, as --timezone Europe/Berlin, +02:00 or UTC.',
    );
  });

  it('takes times without a zone in the one that is named, and refuses those that were never or twice', async () => {
    const file = join(data.home, 'BTC_USDT-1h.csv');
    const write = (...times: string[]): Promise<void> =>
      writeFile(file, ['timestamp,open,high,low,close,volume', ...times.map((time) => `${time},100,101,99.5,100.5,2.25`)].join('\n'));
    const importIn = (zone: string): Promise<number> => data.run('import', file, '--timezone', zone);
    await write('2025-10-26 01:00:00', '2025-10-26T00:00:00Z', '2025-10-26T01:00:00Z', '2025-10-26 03:00');
    expect(await importIn('Europe/Berlin')).toBe(EXIT.ok);
    await data.run('list', '--json');
    // One o'clock of summer time is 23:00 in UTC, three o'clock of winter time 02:00.
    expect(JSON.parse(data.out)).toMatchObject({ data: [{ rows: 4, from: '2025-10-25T23:00:00.000Z', to: '2025-10-26T02:00:00.000Z' }] });
    await write('2025-10-26 01:00:00', '2025-10-26 02:00:00');
    expect(await importIn('Europe/Berlin')).toBe(EXIT.badInput);
    expect(data.err).toContain(
      'row 3 has the time "2025-10-26 02:00:00"; clocks of Europe/Berlin were turned back and showed it twice; write',
    );
    expect(data.err).toContain('which one it is in UTC, as 2025-10-26T00:00:00Z or 2025-10-26T01:00:00Z.');
    await write('2025-03-30 02:30');
    expect(await importIn('Europe/Berlin')).toBe(EXIT.badInput);
    expect(data.err).toContain(
      'row 2 has the time "2025-03-30 02:30"; clocks of Europe/Berlin were turned forward over it, so it never was',
    );
    await write('2025-02-30 02:30');
    expect(await importIn('+02:00')).toBe(EXIT.badInput);
    expect(data.err).toContain('row 2 has the time "2025-02-30 02:30"; write times in UTC');
    expect(await importIn('Berlin')).toBe(EXIT.badInput);
    expect(data.err).toContain('--timezone is "Berlin"; it must be the name of a zone like Europe/Berlin, an offset like +02:00, or UTC.');
    expect(await data.run('import', await data.candles('BTC_USDT-1m.csv', [row(0)]), '--timezone', 'UTC')).toBe(EXIT.badInput);
    expect(data.err).toContain('BTC_USDT-1m.csv has times in milliseconds since 1970, which have no zone; omit --timezone.');
    await writeFile(join(data.home, 'BTC_USDT-1m.json'), '[]');
    expect(await data.run('import', join(data.home, 'BTC_USDT-1m.json'), '--timezone', 'UTC')).toBe(EXIT.badInput);
    expect(data.err).toContain('BTC_USDT-1m.json has its times in UTC, as freqtrade writes them; leave out --timezone.');
  });

  it('wants to be told what the name of a file does not say', async () => {
    expect(await data.run('import', await data.candles('prices.csv', [row(0)]))).toBe(EXIT.badInput);
    expect(data.err).toContain('prices.csv does not name its market; give --symbol');
    expect(await data.run('import', await data.candles('BTC_USDT-7m.csv', [row(0)]))).toBe(EXIT.badInput);
    expect(data.err).toContain('does not name the length of its candles; give --interval');
    // It asked for --symbol and --interval, and took mark prices in as candles then.
    const mark = await data.candles('BTC_USDT_USDT-4h-mark.csv', [row(0)]);
    expect(await data.run('import', '--symbol', 'BTC/USDT:USDT', '--interval', '4h', mark)).toBe(EXIT.badInput);
    expect(data.err).toContain('BTC_USDT_USDT-4h-mark.csv holds mark prices, at which nothing is traded');
  });

  it('says of what is no text that it is none', async () => {
    const packed = join(data.home, 'BTC_USDT-1m.csv');
    await writeFile(packed, gzipSync([HEADER, row(0)].join('\n')));
    expect(await data.run('import', packed)).toBe(EXIT.badInput);
    expect(data.err).toContain('BTC_USDT-1m.csv is not text; unpack it, or end its name with .gz if it is gzip.');
  });

  it('takes nothing of files when one of them cannot be read to its end', async () => {
    const good = await data.candles('BTC_USDT-1m.csv', [row(0)]);
    const bad = await data.candles('ETH_USDT-1m.csv', [row(0), `${T0 + 60_000},1,2,x,1,1`]);
    expect(await data.run('import', good, bad)).toBe(EXIT.badInput);
    expect(data.err).toContain('ETH_USDT-1m.csv row 3 has the low "x", which is not a number');
    await data.run('list');
    expect(data.out).toBe('nothing is stored\n');
  });

  it('says that a file has no rows', async () => {
    expect(await data.run('import', await data.candles('BTC_USDT-1m.csv', []))).toBe(EXIT.ok);
    expect(data.err).toContain('BTC_USDT-1m.csv has no rows, so nothing of it is taken in');
  });

  it('takes in a folder of freqtrade, Feather and JSON, and says what is odd and what is left alone', async () => {
    const folder = join(data.home, 'user_data');
    await mkdir(join(data.home, 'empty'));
    await cp(join(import.meta.dirname, '../../../../tests/fixtures/freqtrade'), folder, { recursive: true });
    await rm(join(folder, 'ADA_USDT-1m.feather'));
    await writeFile(join(folder, 'LTC_USDT-5m.json.gz'), gzipSync(`[[${T0},1,2,0.5,1.5,7.25]]`));
    expect(await data.run('import', folder)).toBe(EXIT.badInput);
    expect(await data.run('import', '--freqtrade', folder)).toBe(EXIT.ok);
    expect(data.out.trim().split('\n')).toEqual([
      'bybit ETH/USDT 1h candles: 48 added, 0 known already',
      'bybit LTC/USDT 5m candles: 1 added, 0 known already',
      'bybit SOL/USDT 1m candles: 60 added, 0 known already',
      'bybit XRP/USDT 1m candles: 28 added, 1 known already',
      'bybit BTC/USDT:USDT 5m candles: 300 added, 0 known already',
      'bybit BTC/USDT:USDT funding: 9 added, 0 known already',
    ]);
    expect(data.err).toContain('left alone, as neither candles of trades nor funding: README.md, BTC_USDT_USDT-8h-mark.feather');
    expect(data.err).toContain('XRP_USDT-1m.feather: 29 rows, 2 missing, 2 findings; they are taken in as they are');
    expect(data.err).toContain('2025-06-01T00:10:00.000Z  gap: 2 candles are missing, up to and with 2025-06-01T00:11:00.000Z');
    expect(data.err).toContain('2025-06-01T00:19:00.000Z  duplicate: the candle is there twice');
    for (let n = 0; n < 9; n += 1) await writeFile(join(folder, `note-${n}.txt`), '');
    expect(await data.run('import', '--freqtrade', folder)).toBe(EXIT.ok);
    expect(data.err).toMatch(/left alone, as neither candles of trades nor funding: .*note-\d.txt, … and 7 more\n/);
    expect(await data.run('import', '--freqtrade', join(data.home, 'nowhere'))).toBe(EXIT.badInput);
    expect(data.err).toContain('nowhere does not exist; give the folder of freqtrade that holds the data');
    await writeFile(join(data.home, 'empty', 'BTC_USDT-5m.csv.gz'), '');
    expect(await data.run('import', '--freqtrade', join(data.home, 'empty'))).toBe(EXIT.badInput);
    expect(data.err).toContain('empty contains no freqtrade candles, which are named like BTC_USDT-5m.feather');
    expect(data.err).toMatch(/CSV is imported without --freqtrade, file by file: plimsoll data import \S+empty\/BTC_USDT-5m\.csv\.gz$/m);
  });

  it('takes in funding rates, lists them and names the settlement that is missing', async () => {
    const rates = [0, 8, 16, 32, 40].map((hour) => `${T0 + hour * 3_600_000},0.0001`);
    await writeFile(join(data.home, 'rates.csv'), ['timestamp_ms,rate', ...rates].join('\n'));
    expect(await data.run('import', '--funding', '--symbol', 'BTC/USDT', join(data.home, 'rates.csv'))).toBe(EXIT.badInput);
    expect(data.err).toContain('BTC/USDT pays no funding; perpetual contracts do');
    expect(await data.run('import', '--funding', '--symbol', 'BTC/USDT:USDT', join(data.home, 'rates.csv'))).toBe(EXIT.ok);
    expect(await data.run('list', '--json')).toBe(EXIT.ok);
    expect(JSON.parse(data.out)).toMatchObject({ data: [{ name: 'bybit BTC/USDT:USDT funding', rows: 5 }] });
    expect(await data.run('verify')).toBe(EXIT.different);
    expect(data.out).toContain('2025-06-01T16:00:00.000Z  gap: no settlement is known until 2025-06-02T08:00:00.000Z');
  });
});
