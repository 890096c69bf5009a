import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { MarketInstrument } from '@libs/simulation';
import { decimalsOf } from './decimals-of';
import { instrumentOf } from './instrument-table';
import { InvalidSource } from './invalid-source';
import { LineReader } from './line-reader';
import { marketOfSymbol } from './market-name';
import { readRawLine, type RawDepth, type RawSnapshot } from './raw-lines';

/** A recording of raw stream messages that was looked into. */
export interface L2File {
  readonly instrument: MarketInstrument;
  readonly sourceId: string;
  readonly bytes: number;
  /** Middle of the first book. */
  readonly price: number;
}

/** A snapshot that comes later than this is no beginning. */
const MOST_LINES = 1_000_000;

interface Beginning {
  readonly symbol: string;
  readonly isLinear: boolean;
  readonly snapshot: RawSnapshot;
  readonly decimals: { readonly price: number; readonly volume: number };
}

/** Reads a recording up to its first whole book; throws `InvalidSource` when it is not what it says. */
export async function openL2File(file: string, symbol?: string): Promise<L2File> {
  const beginning = await readBeginning(file);
  const category = beginning.isLinear ? 'linear' : 'spot';
  const name = symbol === undefined ? ({ venueSymbol: beginning.symbol, category } as const) : marketOfSymbol(symbol, category);
  const instrument = name && instrumentOf(name, beginning.decimals);
  if (!instrument || name.category !== category)
    throw new InvalidSource(
      `${basename(file)} holds the ${category} market ${beginning.symbol}; give --symbol like BTC/USDT:USDT, or BTC/USDT for spot.`,
    );
  const { bids, asks } = beginning.snapshot;
  return {
    instrument,
    sourceId: `l2-${name.venueSymbol}-${category}-${(await hashOf(file)).slice(0, 16)}`.toLowerCase(),
    bytes: (await stat(file)).size,
    price: (Number(bids[0]?.[0] ?? 0) + Number(asks[0]?.[0] ?? 0)) / 2,
  };
}

async function readBeginning(file: string): Promise<Beginning> {
  const reader = new LineReader(file);
  const name = basename(file);
  let [symbol, isLinear, price, volume, count] = ['', false, 0, 0, 0];
  const see = ({ bids, asks }: RawDepth | RawSnapshot): void => {
    for (const [at, size] of [...bids, ...asks]) {
      price = Math.max(price, decimalsOf(at));
      volume = Math.max(volume, decimalsOf(size));
    }
  };
  try {
    for (;;) {
      const line = reader.next();
      if (line === undefined && reader.isOver) break;
      if (line === undefined) {
        await reader.read();
        continue;
      }
      if ((count += 1) > MOST_LINES) break;
      const raw = readRawLine(line);
      if (!raw)
        throw new InvalidSource(
          `${name} line ${count} is not a local time in nanoseconds and a JSON message; give a file of raw stream lines.`,
        );
      const { message } = raw;
      if (raw.symbol !== '') symbol = raw.symbol;
      if (message.kind === 'depth') isLinear = message.before !== undefined;
      if (message.kind === 'depth' || message.kind === 'snapshot') see(message);
      if (message.kind === 'snapshot') return { symbol, isLinear, snapshot: message, decimals: { price, volume } };
    }
  } finally {
    reader.close();
  }
  throw new InvalidSource(
    `${name} shows no whole book in its first ${Math.min(count, MOST_LINES)} lines; record a depth snapshot along with the stream.`,
  );
}

function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  return new Promise((resolve, reject) => {
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('error', reject)
      .on('end', () => resolve(hash.digest('hex')));
  });
}
