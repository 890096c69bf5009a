import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { readFolder, readFrames } from '@libs/persistence';
import { decodeLine } from './frame-line';
import type { RecordedFrame } from './frame-line';

/** Stands first in every file of a recording; the digit is the format's version. */
export const RECORDING_MAGIC = Buffer.from('PLIMREC1');

const FILE = /^\d{5}\.frames$/;
const decompress = promisify(zstdDecompress);

/** A recording that cannot be trusted beyond a place. */
export class RecordingDamaged extends Error {
  constructor(path: string, what: string) {
    super(`The recording file ${path} ${what}; restore it from a backup, the recording cannot be replayed beyond it.`);
    this.name = 'RecordingDamaged';
  }
}

/** The files of a recording in their order. */
export async function recordingFiles(folder: string): Promise<readonly string[]> {
  return (await readFolder(folder))
    .filter((name) => FILE.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** The file that comes after all that are there, of which some may be missing in between. */
export async function nextRecordingFile(folder: string): Promise<string> {
  const last = (await recordingFiles(folder)).at(-1);
  const number = last === undefined ? 1 : Number.parseInt(basename(last), 10) + 1;
  return join(folder, `${String(number).padStart(5, '0')}.frames`);
}

/**
 * Everything recorded, in order, a block in memory at a time. What a kill tore off the end of the last file is left out and
 * told to `onTorn`; a tear anywhere else throws `RecordingDamaged`.
 */
export async function* readRecording(
  folder: string,
  onTorn?: (path: string, bytes: number) => void,
): AsyncGenerator<RecordedFrame, void, undefined> {
  const files = await recordingFiles(folder);
  for (const [index, path] of files.entries()) {
    for await (const block of readFrames(path, RECORDING_MAGIC)) {
      if (block.kind === 'frame') {
        for (const line of (await decompress(block.payload)).toString('utf8').split('\n')) if (line !== '') yield decodeLine(line);
      } else if (index < files.length - 1) throw new RecordingDamaged(path, `has a broken block at byte ${block.at}`);
      else onTorn?.(path, block.bytes);
    }
  }
}
