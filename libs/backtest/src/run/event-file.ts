import type { Instrument } from '@libs/kernel';
import { InvalidTape } from './bar-tape';
import type { EventTape } from './event-tape';

const HEADER_BYTES = 512;

interface Header {
  readonly format: 'events/1';
  readonly symbol: string;
  readonly length: number;
  readonly hasBook: boolean;
  readonly hasPrints: boolean;
  readonly isHeard?: true;
}

/** Serialises an event tape: a header of 512 bytes, then times, ticks and lots as doubles, then codes as bytes, column by column. */
export function encodeEvents({ instrument, at, ticks, lots, code, ...rest }: EventTape): Uint8Array {
  const { length } = rest;
  const header: Header = { format: 'events/1', symbol: instrument.symbol, ...rest };
  const text = new TextEncoder().encode(JSON.stringify(header));
  if (text.length > HEADER_BYTES) throw new InvalidTape(`the symbol ${instrument.symbol} is too long`);
  const bytes = new Uint8Array(HEADER_BYTES + length * 25).fill(32, 0, HEADER_BYTES);
  bytes.set(text);
  [at, ticks, lots].forEach((column, number) => new Float64Array(bytes.buffer, HEADER_BYTES + number * length * 8, length).set(column));
  bytes.set(code, HEADER_BYTES + length * 24);
  return bytes;
}

/** Parses a serialised event tape; throws `InvalidTape` for other or incomplete bytes. */
export function decodeEvents(bytes: Uint8Array, instrument: Instrument): EventTape {
  const { format, symbol, ...rest } = headerOf(bytes);
  const { length } = rest;
  if (format !== 'events/1' || symbol !== instrument.symbol || bytes.length !== HEADER_BYTES + length * 25)
    throw new InvalidTape(`these are not the events of ${instrument.symbol}, or not all of them`);
  const column = (number: number): Float64Array =>
    new Float64Array(
      bytes.buffer.slice(
        bytes.byteOffset + HEADER_BYTES + number * length * 8,
        bytes.byteOffset + HEADER_BYTES + (number + 1) * length * 8,
      ),
    );
  const code = bytes.slice(HEADER_BYTES + length * 24);
  return { instrument, ...rest, at: column(0), ticks: column(1), lots: column(2), code };
}

function headerOf(bytes: Uint8Array): Header {
  try {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(0, HEADER_BYTES))) as Header;
  } catch (cause) {
    throw new InvalidTape('these bytes are no tape', { cause });
  }
}
