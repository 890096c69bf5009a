import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { InvalidSource } from './invalid-source';
import { readCandleFile } from './read-candle-file';

const HEAD = 'timestamp_ms,open,high,low,close,volume';
const T = 1_744_329_600_000;
const row = (index: number, numbers = '100,110,90,105.5,3.25'): string => `${T + index * 300_000},${numbers}`;
const DATA = join(process.cwd(), '../shared/data/bybit-klines');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candles-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(content: string | Buffer, name = 'BTC_USDT_USDT-5m-futures.csv'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

async function problemOf(content: string | Buffer, name?: string): Promise<string> {
  const error = await readCandleFile(await write(content, name)).then(
    () => new Error('it was accepted'),
    (problem: unknown) => problem as Error,
  );
  expect(error).toBeInstanceOf(InvalidSource);
  return error.message;
}

describe('readCandleFile', () => {
  it('reads milliseconds, plain or packed, to the same bars', async () => {
    const text = [HEAD, row(0), row(1), row(2)].join('\n');
    const plain = await readCandleFile(await write(text));
    expect(plain.series).toMatchObject({ firstStart: T, interval: 300_000, length: 3, volumeScale: 2 });
    expect(plain.series.at(1)).toEqual({ start: T + 300_000, open: 1_000, high: 1_100, low: 900, close: 1_055, volume: 325 });
    const packed = await readCandleFile(await write(gzipSync(text), 'BTC_USDT_USDT-5m-futures.csv.gz'));
    expect(packed.series.at(2)).toEqual(plain.series.at(2));
  });

  it('reads ISO times and Windows line ends', async () => {
    const text = [
      'timestamp,open,high,low,close,volume',
      '2025-05-30 16:39:00+00:00,1,1,1,1,0',
      '2025-05-30 16:40:00+00:00,1,1,1,1,0',
      '',
    ].join('\r\n');
    const { series } = await readCandleFile(await write(text, 'ADAUSDT_linear_1m.csv'));
    expect(series).toMatchObject({ firstStart: Date.parse('2025-05-30T16:39:00Z'), interval: 60_000, length: 2 });
  });

  it('names the source by market and content', async () => {
    const id = async (text: string): Promise<string> => (await readCandleFile(await write(text))).sourceId;
    const text = [HEAD, row(0), row(1)].join('\n');
    expect(await id(text)).toMatch(/^btcusdt-linear-[0-9a-f]{16}$/);
    expect(await id(text)).toBe(await id(text));
    expect(await id(text)).not.toBe(await id(`${text}\n${row(2)}`));
  });

  it('takes filters from the table, and from the decimals seen where the table does not fit', async () => {
    const known = await readCandleFile(await write([HEAD, row(0), row(1)].join('\n')));
    expect(known.instrument.tickSize.toString()).toBe('0.1');
    const finer = await readCandleFile(await write([HEAD, row(0, '100.001,110,90,105,1'), row(1)].join('\n')));
    expect([finer.instrument.tickSize.toString(), finer.instrument.lotSize.toString()]).toEqual(['0.001', '0.001']);
    const unknown = await readCandleFile(
      await write(
        [HEAD, row(0, '0.0123,0.0123,0.0123,0.0123,5.5'), row(1, '0.0123,0.0123,0.0123,0.0123,5')].join('\n'),
        'PEPEUSDT_spot_5m.csv',
      ),
    );
    expect(unknown.instrument).toMatchObject({ symbol: 'PEPE/USDT', category: 'spot', base: 'PEPE' });
    expect([unknown.instrument.tickSize.toString(), unknown.instrument.lotSize.toString()]).toEqual(['0.0001', '0.1']);
  });

  it.each([
    [
      'wrong columns',
      ['time,o,h,l,c,v', row(0), row(1)],
      /^BTC_USDT_USDT-5m-futures\.csv row 1 has the columns "time,o,h,l,c,v"; make the first row timestamp_ms/,
    ],
    ['no header', [row(0), row(1)], /row 1 has the columns/],
    ['nothing', [], /is empty; give a candle file|has the columns ""/],
    ['one candle', [HEAD, row(0)], /has 1 candle; give at least two/],
    ['a gap', [HEAD, row(0), row(1), row(3)], /row 4 leaves a gap: 2025-04-11T00:15:00Z follows 2025-04-11T00:05:00Z; fill/],
    ['a duplicate', [HEAD, row(0), row(1), row(1)], /row 4 repeats the time 2025-04-11T00:05:00Z; remove/],
    ['a step back', [HEAD, row(0), row(1), row(0)], /row 4 goes back in time to 2025-04-11T00:00:00Z/],
    ['a word for a number', [HEAD, row(0), row(1, '100,110,ninety,105,3')], /row 3 has the low "ninety", which is not a number; repair/],
    ['an empty cell', [HEAD, row(0), row(1, '100,110,90,105,')], /row 3 has the volume ""/],
    ['a negative price', [HEAD, row(0), row(1, '-100,110,90,105,1')], /row 3 has the open "-100"/],
    ['not a number', [HEAD, row(0), row(1, 'NaN,110,90,105,1')], /row 3 has the open "NaN"/],
    ['a missing column', [HEAD, row(0), row(1, '100,110,90,105')], /row 3 has 5 columns instead of 6/],
    ['a bad time', [HEAD, row(0), 'soon,100,110,90,105,3'], /row 3 has the time "soon"/],
    ['high below low', [HEAD, row(0), row(1, '100,90,110,100,1')], /row 3 has the high 90 below the low 110/],
    ['a close outside', [HEAD, row(0), row(1, '100,110,90,120,1')], /row 3 has an open or close outside/],
    ['a zero price', [HEAD, row(0), row(1, '0.1,0.2,0,0.1,1')], /row 3 has a price of zero/],
    ['an odd interval', [HEAD, row(0), `${T + 7_000},1,1,1,1,1`], /row 3 is 7 s after the first; use candles of 1m, 3m/],
  ])('refuses %s in one sentence that names file, row, what and what to do', async (_name, lines, message) => {
    const problem = await problemOf(lines.join('\n'));
    expect(problem).toMatch(message);
    expect(problem).not.toContain('\n');
    expect(problem).toMatch(/\.$/);
  });

  it('refuses a file that is not there, a folder, and gzip that is not', async () => {
    await expect(readCandleFile(join(folder, 'ETHUSDT_linear_1m.csv'))).rejects.toThrow(/does not exist; give the path/);
    await expect(readCandleFile(join(folder, 'ETHUSDT_linear_1m.csv.gz'))).rejects.toThrow(/does not exist; give the path/);
    await expect(readCandleFile(folder, 'BTC/USDT')).rejects.toThrow(/is a folder/);
    expect(await problemOf('plain text', 'BTCUSDT_linear_1m.csv.gz')).toMatch(/is not whole gzip data/);
    expect(await problemOf(gzipSync([HEAD, row(0), row(1)].join('\n')).subarray(0, 40), 'BTCUSDT_linear_1m.csv.gz')).toMatch(
      /is not whole gzip data/,
    );
  });
});

const real = existsSync(DATA) ? describe : describe.skip;
real('the recorded candle files (skipped where ../shared/data is absent)', () => {
  it.each([
    ['1m/BTCUSDT_linear_1m.csv.gz', 'BTC/USDT:USDT', 43_200, 60_000],
    ['1m/SOLUSDT_linear_1m.csv.gz', 'SOL/USDT:USDT', 43_200, 60_000],
    ['BTC_USDT-5m.csv.gz', 'BTC/USDT', 34_745, 300_000],
    ['ETH_USDT_USDT-5m-futures.csv.gz', 'ETH/USDT:USDT', 34_860, 300_000],
  ])('%s is read whole', async (name, symbol, rows, interval) => {
    const { instrument, series } = await readCandleFile(join(DATA, name));
    expect(instrument.symbol).toBe(symbol);
    expect(series).toMatchObject({ length: rows, interval });
  });

  it.each(['BTC_USDT_USDT-4h-mark.csv.gz', 'BTC_USDT_USDT-8h-funding_rate.csv.gz'])('%s is no market and is refused', async (name) => {
    await expect(readCandleFile(join(DATA, name))).rejects.toBeInstanceOf(InvalidSource);
  });
});
