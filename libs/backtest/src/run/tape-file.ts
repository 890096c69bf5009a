import type { Instrument, Interval } from '@libs/kernel';
import { BarSeries } from '@libs/simulation';
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
const NUMBERS_PER_BAR = 5;

/** A tape as bytes: a header of 512 bytes, then open, high, low, close in ticks and volume in lots of each bar as doubles. */
export function encodeTape({ instrument, interval, series }: BarTape): Uint8Array {
  const { firstStart, interval: step, volumeScale, length: bars } = series;
  const header: Header = { format: 1, symbol: instrument.symbol, interval, firstStart, step, volumeScale, bars };
  const text = new TextEncoder().encode(JSON.stringify(header));
  if (text.length > HEADER_BYTES) throw new InvalidTape(`the symbol ${instrument.symbol} is too long`);
  const bytes = new Uint8Array(HEADER_BYTES + bars * NUMBERS_PER_BAR * 8).fill(32, 0, HEADER_BYTES);
  bytes.set(text);
  const numbers = new Float64Array(bytes.buffer, HEADER_BYTES);
  for (let at = 0; at < bars; at += 1)
    numbers.set([series.openAt(at), series.highAt(at), series.lowAt(at), series.closeAt(at), series.volumeAt(at)], at * NUMBERS_PER_BAR);
  return bytes;
}

/** Reads it back; bytes of another kind, or not all of them, throw `InvalidTape`. */
export function decodeTape(bytes: Uint8Array, instrument: Instrument): BarTape {
  const { format, symbol, interval, firstStart, step, volumeScale, bars } = headerOf(bytes);
  if (format !== 1 || symbol !== instrument.symbol || bytes.length !== HEADER_BYTES + bars * NUMBERS_PER_BAR * 8)
    throw new InvalidTape(`these are not the bars of ${instrument.symbol}, or not all of them`);
  const numbers = new Float64Array(bytes.buffer, bytes.byteOffset + HEADER_BYTES, bars * NUMBERS_PER_BAR);
  const series = new BarSeries(firstStart, step, volumeScale, Math.max(1, bars));
  for (let at = 0; at < numbers.length; at += NUMBERS_PER_BAR)
    series.push(numbers[at]!, numbers[at + 1]!, numbers[at + 2]!, numbers[at + 3]!, numbers[at + 4]!);
  return { instrument, interval, series };
}

function headerOf(bytes: Uint8Array): Header {
  try {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(0, HEADER_BYTES))) as Header;
  } catch (cause) {
    throw new InvalidTape('these bytes are no tape', { cause });
  }
}
