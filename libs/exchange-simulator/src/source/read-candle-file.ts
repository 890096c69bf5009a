import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BarSeries, type MarketInstrument } from '@libs/simulation';
import { CandleRowReader } from './candle-rows';
import { instrumentOf } from './instrument-table';
import { InvalidSource } from './invalid-source';
import { marketOfFile } from './market-name';

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
  try {
    for await (const line of createInterface({ input: openText(file, hash), crlfDelay: Infinity })) {
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
  } catch (error) {
    throw asInvalid(file, error);
  }
  reader.finish();
  while (volumeDecimals > 0 && largestVolume * 10 ** volumeDecimals > LARGEST_EXACT / 10_000) volumeDecimals -= 1;
  const decimals = { price: priceDecimals, volume: Math.min(volumeDecimals, 8) };
  return { firstStart, interval: reader.interval, rows: reader.rows, values, decimals, hash: hash.digest('hex') };
}

function openText(file: string, hash: { update(chunk: Buffer): unknown }): Readable {
  const raw = createReadStream(file);
  raw.on('data', (chunk) => hash.update(chunk as Buffer));
  if (!file.endsWith('.gz')) return raw;
  const text = createGunzip();
  // The reader of `text` sees the error; pipeline only passes it on and closes both ends.
  pipeline(raw, text, () => undefined);
  return text;
}

function asInvalid(file: string, error: unknown): unknown {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (code === 'ENOENT') return new InvalidSource(`${file} does not exist; give the path of a candle file.`);
  if (code === 'EISDIR') return new InvalidSource(`${file} is a folder; give the path of a candle file.`);
  if (code === 'EACCES') return new InvalidSource(`${file} may not be read; check its permissions.`);
  if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new InvalidSource(`${basename(file)} is not whole gzip data; fetch it again or unpack it.`);
  return error;
}

/** Digits after the point that matter. */
function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  if (point < 0) return 0;
  let end = text.length;
  while (text[end - 1] === '0') end -= 1;
  return Math.max(0, end - point - 1);
}
