import { rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { findDataFiles } from '../history/data-files';
import { planRetention } from '../history/retention';
import type { RetainedFile } from '../history/retention';
import { recordingFiles } from './recording-files';
import { readRecordingNote, recordingsIn } from './recording-note';

export interface RoomRule {
  /** Bytes that everything in the data folder may take; null sets no limit. */
  readonly budget: number | null;
  /** Recordings that ended longer ago go, milliseconds; null keeps them. */
  readonly keepMs: number | null;
  /** Bytes that stay free on the disk, whatever the budget. */
  readonly free: number;
}

export interface RoomParts {
  readonly data: string;
  /** Folder of the recording that grows; it is never dropped. */
  readonly own: string;
  readonly rule: RoomRule;
  readonly now: () => number;
  /** Bytes that are free where the folder lies. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

export interface Room {
  /** Folders of recordings that were dropped. */
  readonly dropped: readonly string[];
  /** Bytes that are too many although nothing else may be dropped; 0 while there is room. */
  readonly over: number;
}

/** A recording that was written to so lately may be another recorder's. */
const GROWING_MS = 60_000;

/**
 * Makes room for a recording that grows. Under a budget the oldest other recordings go until it holds and the disk has its free
 * bytes, under an age those that are older; without a rule nothing is dropped. Candles and trades stay.
 */
export async function makeRoom({ data, own, rule, now, freeBytes = freeOf }: RoomParts): Promise<Room> {
  const recorded = await recordedIn(data, { own: resolve(own), busyAfter: now() - GROWING_MS });
  const candidates = recorded.filter(({ mayGo }) => mayGo).map(({ file }) => file);
  const all = sum(await findDataFiles(data)) + sum(recorded.map(({ file }) => file));
  const kept = all - sum(candidates);
  const most = Math.min(rule.budget ?? Infinity, all + (await freeBytes(data)) - rule.free);
  const plan = planRetention(candidates, {
    budget: rule.budget === null ? null : Math.max(0, most - kept),
    recordingsOlderThan: rule.keepMs === null ? null : new Date(now() - rule.keepMs),
    alsoCandles: 'never',
  });
  const dropped = [...new Set(plan.drop.map(({ path }) => dirname(join(data, ...path.split('/')))))];
  for (const folder of dropped) await rm(folder, { recursive: true, force: true });
  return { dropped, over: Math.max(0, kept + plan.bytesAfter - most) };
}

interface Recorded {
  readonly file: RetainedFile;
  readonly mayGo: boolean;
}

async function recordedIn(
  data: string,
  { own, busyAfter }: { readonly own: string; readonly busyAfter: number },
): Promise<readonly Recorded[]> {
  const found: Recorded[] = [];
  for (const folder of await recordingsIn(data)) {
    const files = await Promise.all((await recordingFiles(folder)).map(async (path) => ({ path, ...(await sizeOf(path)) })));
    const end = (await readRecordingNote(folder))?.end?.at;
    const lastAt = end ?? Math.max(0, ...files.map(({ modifiedAt }) => modifiedAt));
    const mayGo = resolve(folder) !== own && (end !== undefined || lastAt < busyAfter);
    for (const { path, bytes } of files)
      found.push({
        mayGo,
        file: { path: relative(data, path).split(sep).join('/'), bytes, kind: 'recording', lastAt: new Date(lastAt), sources: [] },
      });
  }
  return found;
}

/** One that is dropped meanwhile takes nothing. */
async function sizeOf(path: string): Promise<{ readonly bytes: number; readonly modifiedAt: number }> {
  return stat(path).then(
    ({ size, mtimeMs }) => ({ bytes: size, modifiedAt: mtimeMs }),
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { bytes: 0, modifiedAt: 0 };
      throw error;
    },
  );
}

async function freeOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function sum(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0);
}
