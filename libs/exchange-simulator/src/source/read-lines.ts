import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InvalidSource } from './invalid-source';

/** Hears the bytes of a file as they lie on the disk. */
export interface ByteListener {
  update(chunk: Buffer): unknown;
}

/** The lines of a text or gzip file, as they are wanted; throws `InvalidSource` when it cannot be read. */
export async function* readLines(file: string, bytes?: ByteListener): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: openText(file, bytes), crlfDelay: Infinity });
  } catch (error) {
    throw asInvalid(file, error);
  }
}

function openText(file: string, bytes?: ByteListener): Readable {
  const raw = createReadStream(file);
  if (bytes) raw.on('data', (chunk) => bytes.update(chunk as Buffer));
  if (!file.endsWith('.gz')) return raw;
  const text = createGunzip();
  // The reader of `text` sees the error; pipeline only passes it on and closes both ends.
  pipeline(raw, text, () => undefined);
  return text;
}

export function asInvalid(file: string, error: unknown): unknown {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (code === 'ENOENT') return new InvalidSource(`${file} does not exist; give the path of a market file.`);
  if (code === 'EISDIR') return new InvalidSource(`${file} is a folder; give the path of a market file.`);
  if (code === 'EACCES') return new InvalidSource(`${file} may not be read; check its permissions.`);
  if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new InvalidSource(`${basename(file)} is not whole gzip data; fetch it again or unpack it.`);
  return error;
}
