import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { decodeFrames } from './frame';
import { recordsOf } from './record';
import type { InputRecord } from './record';
import { listSegments, listSessionFolders } from './session-folder';
import type { SegmentFile } from './session-folder';

const decompress = promisify(zstdDecompress);

/** A segment that was complete is now damaged; what follows cannot be trusted. */
export class SegmentDamaged extends Error {
  constructor(path: string, what: string, cause?: unknown) {
    super(`The segment file ${path} ${what}; restore it from a backup, sessions cannot be replayed beyond it`, { cause });
    this.name = 'SegmentDamaged';
  }
}

/** Reads one session's inputs in order. An incomplete last frame ends it silently, damage before that throws `SegmentDamaged`. */
export class SegmentReader {
  constructor(private readonly folder: string) {}

  /** Records with an input sequence above `after`; files entirely before it are not opened. */
  async *records(after = 0): AsyncGenerator<InputRecord, void, undefined> {
    const segments = await listSegments(this.folder);
    let last = 0;
    for (const [index, segment] of segments.entries()) {
      const next = segments[index + 1];
      if (next && next.firstInputSeq <= after + 1) continue;
      for (const payload of await payloadsOf(segment, next === undefined)) {
        for (const record of recordsOf(payload)) {
          if (last > 0 && record.input.inputSeq !== last + 1)
            throw new SegmentDamaged(segment.path, `jumps from input ${last} to ${record.input.inputSeq}`);
          last = record.input.inputSeq;
          if (last > after) yield record;
        }
      }
    }
  }
}

/** All inputs of an account above `after`, across its sessions. */
export async function* readAccountInputs(home: string, accountId: string, after = 0): AsyncGenerator<InputRecord, void, undefined> {
  const folders = await listSessionFolders(home, accountId);
  const firsts = await Promise.all(folders.map(async (folder) => (await listSegments(folder))[0]?.firstInputSeq ?? 0));
  for (const [index, folder] of folders.entries()) {
    const next = firsts[index + 1];
    if (next !== undefined && next <= after + 1) continue;
    yield* new SegmentReader(folder).records(after);
  }
}

async function payloadsOf(segment: SegmentFile, mayBeTorn: boolean): Promise<readonly string[]> {
  const file = await readFile(segment.path);
  const raw = segment.sealed ? await unpack(segment.path, file) : file;
  const { payloads, end } = decodeFrames(raw);
  if (end < raw.length && (segment.sealed || !mayBeTorn)) throw new SegmentDamaged(segment.path, `has a broken frame at byte ${end}`);
  return payloads;
}

async function unpack(path: string, file: Buffer): Promise<Buffer> {
  try {
    return await decompress(file);
  } catch (error) {
    throw new SegmentDamaged(path, 'cannot be decompressed', error);
  }
}
