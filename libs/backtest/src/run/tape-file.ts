import type { Instrument, Interval } from '@libs/kernel';
import { BarSeries, NUMBERS_A_BAR } from '@libs/simulation';
import { InvalidTape } from './bar-tape';
import type { BarTape } from './bar-tape';

interface Header {
  readonly format: 1;
  readonly symbol: string;
  readonly interval: Interval;
  readonly firstStart: number;
  readonly step: number;
  readonly volumeScale: number;
  readonly bars: number;
}

const HEADER_BYTES = 512;
const BAR_BYTES = NUMBERS_A_BAR * 8;

/** Serialises a tape: a header of 512 bytes, then open, high, low, close in ticks and volume in lots of each bar as doubles. */
export function encodeTape({ instrument, interval, series }: BarTape): Uint8Array {
  const { firstStart, interval: step, volumeScale, length: bars } = series;
  const header: Header = { format: 1, symbol: instrument.symbol, interval, firstStart, step, volumeScale, bars };
  const text = new TextEncoder().encode(JSON.stringify(header));
  if (text.length > HEADER_BYTES) throw new InvalidTape(`the symbol ${instrument.symbol} is too long`);
  const bytes = new Uint8Array(HEADER_BYTES + bars * BAR_BYTES).fill(32, 0, HEADER_BYTES);
  bytes.set(text);
  const numbers = new Float64Array(bytes.buffer, HEADER_BYTES);
  for (let at = 0; at < bars; at += 1)
    numbers.set([series.openAt(at), series.highAt(at), series.lowAt(at), series.closeAt(at), series.volumeAt(at)], at * NUMBERS_A_BAR);
  return bytes;
}

/** Bytes stored elsewhere. */
export interface StoredBytes {
  readonly size: number;
  /** Fills `into` with the bytes from `from` on. */
  read(from: number, into: Uint8Array): void;
}

/** Opens a serialised tape, keeping few bars in memory whatever its length; throws `InvalidTape` for other or incomplete bytes. */
export function openTape({ size, read }: StoredBytes, instrument: Instrument): BarTape {
  const head = new Uint8Array(Math.min(HEADER_BYTES, size));
  read(0, head);
  const { format, symbol, interval, firstStart, step, volumeScale, bars } = headerOf(head);
  if (format !== 1 || symbol !== instrument.symbol || size !== HEADER_BYTES + bars * BAR_BYTES)
    throw new InvalidTape(`these are not the bars of ${instrument.symbol}, or not all of them`);
  const series = BarSeries.stored(
    { firstStart, interval: step, volumeScale },
    {
      length: bars,
      read: (first, into) => read(HEADER_BYTES + first * BAR_BYTES, new Uint8Array(into.buffer, into.byteOffset, into.byteLength)),
    },
  );
  return { instrument, interval, series };
}

function headerOf(bytes: Uint8Array): Header {
  try {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(0, HEADER_BYTES))) as Header;
  } catch (cause) {
    throw new InvalidTape('these bytes are no tape', { cause });
  }
}
