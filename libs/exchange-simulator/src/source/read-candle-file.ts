import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { BarSeries, type MarketInstrument } from '@libs/simulation';
import { CandleRowReader } from './candle-rows';
import { decimalsOf } from './decimals-of';
import { instrumentOf } from './instrument-table';
import { InvalidSource } from './invalid-source';
import { marketOfFile } from './market-name';
import { readLines } from './read-lines';

export interface CandleFile {
  readonly instrument: MarketInstrument;
  readonly series: BarSeries;
  /** Names the market for the journal: its symbol and the hash of the file's bytes. */
  readonly sourceId: string;
}

const LARGEST_EXACT = 2 ** 53 - 1;

/** Reads and checks a CSV or CSV.gz file of candles; throws `InvalidSource` when it is not what it says. */
export async function readCandleFile(file: string, symbol?: string): Promise<CandleFile> {
  const name = marketOfFile(file, symbol);
  const scan = await scanFile(file);
  const instrument = instrumentOf(name, scan.decimals);
  if (!instrument) throw new InvalidSource(`${basename(file)}: ${name.venueSymbol} is not a symbol; give --symbol BTC/USDT:USDT`);
  const series = new BarSeries(scan.firstStart, scan.interval, scan.decimals.volume, scan.rows);
  const tickScale = 10 ** instrument.tickSize.scale;
  const tick = Number(instrument.tickSize.units);
  const volumeScale = 10 ** scan.decimals.volume;
  for (let at = 0; at < scan.values.length; at += 5) {
    const ticks = (column: number): number => Math.round((scan.values[at + column]! * tickScale) / tick);
    series.push(ticks(0), ticks(1), ticks(2), ticks(3), Math.round(scan.values[at + 4]! * volumeScale));
  }
  return { instrument, series, sourceId: `${name.venueSymbol}-${name.category}-${scan.hash.slice(0, 16)}`.toLowerCase() };
}

interface Scan {
  readonly firstStart: number;
  readonly interval: number;
  readonly rows: number;
  readonly values: readonly number[];
  readonly decimals: { readonly price: number; readonly volume: number };
  readonly hash: string;
}

async function scanFile(file: string): Promise<Scan> {
  const reader = new CandleRowReader(basename(file));
  const hash = createHash('sha256');
  const values: number[] = [];
  let [firstStart, priceDecimals, volumeDecimals, largestVolume] = [0, 0, 0, 0];
  for await (const line of readLines(file, hash)) {
    const row = reader.read(line);
    if (!row) continue;
    if (values.length === 0) firstStart = row.time;
    row.numbers.forEach((text, column) => {
      const decimals = decimalsOf(text);
      if (column < 4) priceDecimals = Math.max(priceDecimals, decimals);
      else volumeDecimals = Math.max(volumeDecimals, decimals);
      values.push(Number(text));
    });
    largestVolume = Math.max(largestVolume, values.at(-1)!);
  }
  reader.finish();
  while (volumeDecimals > 0 && largestVolume * 10 ** volumeDecimals > LARGEST_EXACT / 10_000) volumeDecimals -= 1;
  const decimals = { price: priceDecimals, volume: Math.min(volumeDecimals, 8) };
  return { firstStart, interval: reader.interval, rows: reader.rows, values, decimals, hash: hash.digest('hex') };
}
