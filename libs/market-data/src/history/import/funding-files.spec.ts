import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FundingSettlement } from '../series';
import { readFileName } from './file-name';
import { readFreqtradeFundingFeather } from './freqtrade-feather';
import { readFreqtradeFunding } from './freqtrade-json';
import { readFundingCsv } from './funding-csv';

const T0 = Date.UTC(2025, 5, 1);
const HOUR = 3_600_000;

async function read(settlements: AsyncIterable<FundingSettlement>): Promise<(readonly [number, string])[]> {
  const found: (readonly [number, string])[] = [];
  for await (const { at, rate } of settlements) found.push([(at - T0) / HOUR, rate.toString()]);
  return found;
}

describe('files of funding rates', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-funding-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function file(name: string, text: string): Promise<string> {
    await writeFile(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
    return join(folder, name);
  }

  it('are read from CSV as rates, or as the open of candles', async () => {
    const rates = await file('a.csv', `timestamp_ms,rate\n${T0},0.0001\n${T0 + 8 * HOUR},-0.00000906\n`);
    expect(await read(readFundingCsv(rates))).toEqual([
      [0, '0.0001'],
      [8, '-0.00000906'],
    ]);
    expect(await read(readFundingCsv(await file('b.csv', 'timestamp,rate\n2025-06-01 01:00:00Z,1e-5\n')))).toEqual([[1, '0.00001']]);
    const candles = await file('c.csv.gz', `timestamp_ms,open,high,low,close,volume\n${T0},0.00004989,0,0,0,0\n`);
    expect(await read(readFundingCsv(candles))).toEqual([[0, '0.00004989']]);
  });

  it('are read from the JSON of freqtrade with the digits that stand there', async () => {
    const json = await file('d.json.gz', `[[${T0},0.00010000,0,0,0,0],[${T0 + HOUR},-1.25e-05,0,0,0,0]]`);
    expect(await read(readFreqtradeFunding(json))).toEqual([
      [0, '0.0001'],
      [1, '-0.0000125'],
    ]);
  });

  it('are read from the Feather of freqtrade', async () => {
    const fixture = join(import.meta.dirname, '../../../../../tests/fixtures/freqtrade/futures/BTC_USDT_USDT-8h-funding_rate.feather');
    const rates = await read(readFreqtradeFundingFeather(fixture));
    // By the formula of write.py, rounded to one place: 0.0001 + (n % 7) · 0.1 − (n % 5) · 0.3 for n = 0, 1 and 8.
    expect([rates.length, rates[0], rates[1], rates[8]]).toEqual([9, [0, '0'], [8, '-0.2'], [64, '-0.8']]);
  });

  it('are refused where they hold prices, or nothing that is told', async () => {
    const prices = await file('e.csv', `timestamp_ms,open,high,low,close,volume\n${T0},104000,104000,104000,104000,1\n`);
    await expect(read(readFundingCsv(prices))).rejects.toThrow('e.csv row 2 has the rate 104000, and a funding rate is a fraction');
    const other = await file('f.csv', 'time,fee\n1,2\n');
    await expect(read(readFundingCsv(other))).rejects.toThrow('make the first row timestamp_ms,rate or timestamp,rate or');
  });

  it.each([
    ['BTC_USDT_USDT-8h-funding_rate.feather', { symbol: 'BTC/USDT:USDT', kind: 'funding', format: 'feather' }],
    ['ETH_USDC_USDC-1h-funding_rate.json.gz', { symbol: 'ETH/USDC:USDC', kind: 'funding', format: 'json' }],
    ['BTC_USDT_USDT-funding.csv', { symbol: 'BTC/USDT:USDT', kind: 'funding', format: 'csv' }],
    ['my-funding.csv', { kind: 'funding', format: 'csv' }],
    ['BTC_USDT_USDT-8h-mark.feather', { kind: 'candles', format: 'feather' }],
  ])('tell by their names what is in them: %s', (name, expected) => {
    expect(readFileName(name)).toEqual(expected);
  });
});
