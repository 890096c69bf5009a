import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BarSeries } from '@libs/simulation';
import { instrumentOf } from './instrument-table';
import { InvalidSource } from './invalid-source';
import { readCandleFile } from './read-candle-file';
import { readReferenceFiles } from './read-reference-files';

const HOUR = 3_600_000;
const START = Date.UTC(2025, 5, 1);
const CONTRACT = instrumentOf({ venueSymbol: 'BTCUSDT', category: 'linear' })!;
const DATA = join(process.cwd(), '../shared/data/bybit-klines');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'references-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Hours at 100, 110, 120 and so on. */
function hours(count: number): BarSeries {
  const series = new BarSeries(START, HOUR, 0);
  for (let hour = 0; hour < count; hour += 1)
    series.push(1_000 + hour * 100, 1_000 + hour * 100, 1_000 + hour * 100, 1_000 + hour * 100, 1);
  return series;
}

const csv = (rows: readonly (readonly [number, string])[]): string =>
  ['timestamp_ms,open,high,low,close,volume', ...rows.map(([time, value]) => `${time},${value},0,0,0,0`), ''].join('\n');

describe('files beside a candle file', () => {
  it('give funding rates by time and the distance of the mark price, on a line between two of its points', async () => {
    const marks = [
      [START, '100.5'],
      [START + 4 * HOUR, '139.5'],
    ] as const;
    await writeFile(join(folder, 'BTC_USDT_USDT-4h-mark.csv'), csv(marks));
    await writeFile(
      join(folder, 'BTC_USDT_USDT-8h-funding_rate.csv'),
      csv([
        [START + 8 * HOUR, '-0.00012'],
        [START + 16 * HOUR, '5.8e-06'],
      ]),
    );
    const file = join(folder, 'BTC_USDT_USDT-1h-futures.csv');
    const { rates, markBasis } = await readReferenceFiles({ kind: 'replay', file, speed: 1 }, CONTRACT, hours(6));
    expect(rates!.get(START + 8 * HOUR)!.toString()).toBe('-0.00012');
    expect(rates!.get(START + 16 * HOUR)!.toString()).toBe('0.0000058');
    // +0.5 at 100 and −0.5 at 140, in ticks of 0.1: half way between them nothing.
    expect([START, START + HOUR, START + 2 * HOUR, START + 5 * HOUR].map((at) => markBasis!(at))).toEqual([5, 2.5, 0, -5]);
    expect([markBasis!(START - 1), markBasis!(START + HOUR)]).toEqual([undefined, 2.5]);
  });

  it('are not looked for beside a spot market or a file of another name', async () => {
    const spot = instrumentOf({ venueSymbol: 'BTCUSDT', category: 'spot' })!;
    const at = (name: string): { kind: 'replay'; file: string; speed: number } => ({ kind: 'replay', file: join(folder, name), speed: 1 });
    expect(await readReferenceFiles(at('BTC_USDT_USDT-1h-futures.csv'), spot, hours(2))).toEqual({});
    expect(await readReferenceFiles(at('candles.csv'), CONTRACT, hours(2))).toEqual({});
    expect(await readReferenceFiles(at('ETH_USDT_USDT-1h-futures.csv'), CONTRACT, hours(2))).toEqual({});
  });

  it('may be named, and are refused when they hold something else', async () => {
    const funding = join(folder, 'rates.csv');
    await writeFile(funding, csv([[START, 'high']]));
    const source = { kind: 'replay', file: join(folder, 'candles.csv'), speed: 1, funding } as const;
    await expect(readReferenceFiles(source, CONTRACT, hours(2))).rejects.toThrow(
      new InvalidSource('rates.csv row 2 is not a time and a number; repair the row or name another file.'),
    );
  });
});

const real = existsSync(DATA) ? describe : describe.skip;
real('the recorded mark prices and rates (skipped where ../shared/data is absent)', () => {
  it('are found beside the futures of the same coin', async () => {
    const file = join(DATA, 'BTC_USDT_USDT-5m-futures.csv.gz');
    const { instrument, series } = await readCandleFile(file);
    const { rates, markBasis } = await readReferenceFiles({ kind: 'replay', file, speed: 1 }, instrument, series);
    expect(rates!.size).toBe(361);
    expect(rates!.get(1_744_358_400_000)!.toString()).toBe('0.00004989');
    // 2025-04-11 00:00: the mark opens at 79,561.28.
    const bar = series.at(series.indexAt(1_744_329_600_000));
    expect(markBasis!(1_744_329_600_000)! + bar.open).toBeCloseTo(795_612.8, 6);
  });
});
