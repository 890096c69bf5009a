import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

const HEADER = 8;

/** One complete frame of a file, or what is left after the last one. */
export type RawFrame =
  { readonly kind: 'frame'; readonly payload: Buffer } | { readonly kind: 'torn'; readonly at: number; readonly bytes: number };

/**
 * Reads a file frame by frame; ends with one `torn` if bytes follow that are not a complete frame. A file that does not begin with `magic`
 * is torn from byte 0.
 */
export async function* readFrames(path: string, magic: Uint8Array): AsyncGenerator<RawFrame, void, undefined> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    let at = (await readAt(file, 0, magic.length)).equals(magic) ? magic.length : 0;
    if (at === 0 && size > 0) yield { kind: 'torn', at, bytes: size };
    while (at > 0 && at < size) {
      const payload = await payloadAt(file, at, size);
      if (!payload) {
        yield { kind: 'torn', at, bytes: size - at };
        return;
      }
      yield { kind: 'frame', payload };
      at += HEADER + payload.length;
    }
  } finally {
    await file.close();
  }
}

async function payloadAt(file: FileHandle, at: number, size: number): Promise<Buffer | null> {
  const header = await readAt(file, at, HEADER);
  if (header.length < HEADER) return null;
  const length = header.readUInt32LE(0);
  // An incomplete length could be any number; never allocate more than the file has.
  if (length === 0 || at + HEADER + length > size) return null;
  const payload = await readAt(file, at + HEADER, length);
  return payload.length === length && crc32(payload) === header.readUInt32LE(4) ? payload : null;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}
