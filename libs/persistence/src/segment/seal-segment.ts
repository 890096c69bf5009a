import { createReadStream, createWriteStream } from 'node:fs';
import { open, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { decodeFrames } from './frame';
import { recordsOf } from './record';
import { listSegments, readFolder, syncFolder } from './session-folder';

export interface Sealed {
  readonly number: number;
  readonly path: string;
  readonly firstInputSeq: number;
  readonly lastInputSeq: number;
  readonly bytes: number;
  readonly rawBytes: number;
}

/** Compresses a finished segment to a second file and then removes the raw one; a kill at any moment leaves one of them complete. */
export async function compressSegment(raw: string): Promise<{ path: string; bytes: number; rawBytes: number }> {
  const path = `${raw}.zst`;
  const unfinished = `${path}.tmp`;
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  await pipeline(createReadStream(raw), compress, createWriteStream(unfinished));
  const handle = await open(unfinished, 'r+');
  await handle.sync().finally(() => handle.close());
  const rawBytes = (await stat(raw)).size;
  await rename(unfinished, path);
  await syncFolder(dirname(path));
  await rm(raw);
  return { path, bytes: (await stat(path)).size, rawBytes };
}

/**
 * Cleans up a session's folder after a kill: removes an incomplete last frame, compresses open segments, deletes partial compressions.
 * Returns the sealed segments, for the index.
 */
export async function sealLeftovers(folder: string): Promise<readonly Sealed[]> {
  const names = await readFolder(folder);
  for (const name of names) {
    const replaced = name.endsWith('.seg') && names.includes(`${name}.zst`);
    if (name.endsWith('.seg.zst.tmp') || replaced) await rm(`${folder}/${name}`);
  }
  const sealed: Sealed[] = [];
  for (const segment of await listSegments(folder)) {
    if (segment.sealed) continue;
    const { payloads, end } = decodeFrames(await readFile(segment.path));
    const last = payloads.at(-1);
    if (last === undefined) {
      await rm(segment.path);
      continue;
    }
    await truncate(segment.path, end);
    const lastInputSeq = recordsOf(last).at(-1)!.input.inputSeq;
    const { number, firstInputSeq } = segment;
    sealed.push({ number, firstInputSeq, lastInputSeq, ...(await compressSegment(segment.path)) });
  }
  return sealed;
}
