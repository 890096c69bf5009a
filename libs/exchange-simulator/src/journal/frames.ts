import { crc32 } from 'node:zlib';

const HEADER = 8;
const LARGEST_FRAME = 64 * 1024 * 1024;

/** One frame: length, checksum, payload. */
export function encodeFrame(payload: string): Buffer {
  const size = Buffer.byteLength(payload);
  const frame = Buffer.allocUnsafe(HEADER + size);
  frame.write(payload, HEADER);
  frame.writeUInt32LE(size, 0);
  frame.writeUInt32LE(crc32(frame.subarray(HEADER)), 4);
  return frame;
}

export interface DecodedFrames {
  readonly payloads: readonly string[];
  /** Bytes up to the end of the last good frame. */
  readonly goodBytes: number;
}

/** Reads frames up to the first that is torn or damaged. */
export function decodeFrames(data: Buffer): DecodedFrames {
  const payloads: string[] = [];
  let at = 0;
  while (at + HEADER <= data.length) {
    const size = data.readUInt32LE(at);
    const end = at + HEADER + size;
    // A frame is never empty, but the zeros that a power cut leaves behind would look like empty ones.
    if (size === 0 || size > LARGEST_FRAME || end > data.length) break;
    const body = data.subarray(at + HEADER, end);
    if (crc32(body) !== data.readUInt32LE(at + 4)) break;
    payloads.push(body.toString('utf8'));
    at = end;
  }
  return { payloads, goodBytes: at };
}
