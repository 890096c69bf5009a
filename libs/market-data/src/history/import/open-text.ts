import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline, type Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';

/** A file that cannot be imported, and why, in one sentence for a person. */
export class InvalidImport extends Error {
  override readonly name = 'InvalidImport';
}

/** Hears how much of the file on the disk was read. */
export type OnBytes = (bytes: number) => void;

/** Lines of a text or gzip file as they are wanted. */
export async function* linesOf(file: string, onBytes?: OnBytes): AsyncGenerator<string, void, undefined> {
  try {
    yield* createInterface({ input: openText(file, onBytes), crlfDelay: Infinity });
  } catch (error) {
    throw asInvalid(file, error);
  }
}

/** The whole of a text or gzip file. */
export async function wholeText(file: string, onBytes?: OnBytes): Promise<string> {
  try {
    return await textOf(openText(file, onBytes));
  } catch (error) {
    throw asInvalid(file, error);
  }
}

/** The whole of a file as it is. */
export async function wholeBytes(file: string, onBytes?: OnBytes): Promise<Uint8Array> {
  try {
    const bytes = await readFile(file);
    onBytes?.(bytes.length);
    return bytes;
  } catch (error) {
    throw asInvalid(file, error);
  }
}

function openText(file: string, onBytes?: OnBytes): Readable {
  const raw = createReadStream(file);
  if (onBytes) raw.on('data', () => onBytes(raw.bytesRead));
  if (!file.endsWith('.gz')) return raw;
  const unpacked = createGunzip();
  // The reader of `unpacked` sees the error; pipeline only passes it on and closes both ends.
  pipeline(raw, unpacked, () => undefined);
  return unpacked;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; give the path of a file of candles or trades',
  EISDIR: 'is a folder; give the path of a file of candles or trades',
  EACCES: 'may not be read; check its permissions',
};

function asInvalid(file: string, error: unknown): unknown {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (Object.hasOwn(REASONS, code)) return new InvalidImport(`${file} ${REASONS[code]}.`, { cause: error });
  if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new InvalidImport(`${basename(file)} is not whole gzip data; fetch it again or unpack it.`, { cause: error });
  return error;
}
