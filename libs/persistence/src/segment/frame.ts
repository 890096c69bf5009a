import { crc32 } from 'node:zlib';

/** Comes first in every segment file; the digit is the format version. */
export const MAGIC = Buffer.from('PLIMSEG1');

const HEADER = 8;

/** Length and CRC-32 of the payload, both little-endian, then the payload. */
export function encodeFrame(payload: string | Uint8Array): Buffer {
  const length = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length;
  const frame = Buffer.allocUnsafe(HEADER + length);
  if (typeof payload === 'string') frame.write(payload, HEADER, 'utf8');
  else frame.set(payload, HEADER);
  frame.writeUInt32LE(length, 0);
  frame.writeUInt32LE(crc32(frame.subarray(HEADER)), 4);
  return frame;
}

export interface Frames {
  readonly payloads: readonly string[];
  /** Bytes up to the end of the last complete frame; the rest was incomplete when writing stopped. */
  readonly end: number;
}

/** Reads complete frames from the start of a file and stops at the first incomplete one. */
export function decodeFrames(file: Buffer): Frames {
  if (!file.subarray(0, MAGIC.length).equals(MAGIC)) return { payloads: [], end: 0 };
  const payloads: string[] = [];
  let end = MAGIC.length;
  while (end + HEADER <= file.length) {
    const length = file.readUInt32LE(end);
    const payload = file.subarray(end + HEADER, end + HEADER + length);
    if (length === 0 || payload.length < length || crc32(payload) !== file.readUInt32LE(end + 4)) break;
    payloads.push(payload.toString('utf8'));
    end += HEADER + length;
  }
  return { payloads, end };
}
