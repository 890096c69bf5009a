import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { DataFileRow, DataFileStore } from '@libs/persistence';
import { readRecordingNote, recordingsIn } from '../record/recording-note';
import { recordingFiles } from '../record/recording-files';
import { describeDataFile, findDataFiles, hashOfFile } from './data-files';
import type { FoundFile } from './data-files';

/** A file as the index knows it. */
export type IndexedFile = DataFileRow;

export interface ReindexReport {
  /** Read anew, because the index did not know them or knew them otherwise. */
  readonly read: number;
  /** Gone from the disk, and now from the index. */
  readonly removed: number;
  /** Files below the folder that are not ours or are damaged, each with the reason. */
  readonly unreadable: readonly string[];
}

/**
 * Makes the index agree with the files. A file is read again when it is new, or its size or its time differ from the row's;
 * with `all` every file is.
 */
export async function reindex(folder: string, index: DataFileStore, all = false): Promise<ReindexReport> {
  const known = new Map((await index.list()).map((row) => [row.path, row]));
  const [changed, unreadable]: [IndexedFile[], string[]] = [[], []];
  const present = new Set<string>();
  for (const { file, read } of [...(await historyFiles(folder)), ...(await recordedFiles(folder))]) {
    const path = relative(folder, file.path).split(sep).join('/');
    const row = known.get(path);
    const isKnown = row?.bytes === file.bytes && row.modifiedAt === file.modifiedAt;
    try {
      if (all || !isKnown) changed.push({ ...(await read()), path, sha256: await hashOfFile(file.path) });
      present.add(path);
    } catch (error) {
      unreadable.push(error instanceof Error ? error.message : String(error));
    }
  }
  const removed = [...known.keys()].filter((path) => !present.has(path));
  if (changed.length + removed.length > 0) await index.change(changed, removed);
  return { read: changed.length, removed: removed.length, unreadable };
}

interface Candidate {
  readonly file: FoundFile;
  read(): Promise<Omit<IndexedFile, 'path' | 'sha256'>>;
}

async function historyFiles(folder: string): Promise<readonly Candidate[]> {
  return (await findDataFiles(folder)).map((file) => ({
    file,
    async read() {
      const { series, from, to, rows, gaps, sources } = await describeDataFile(file);
      const { venue, symbol, category, kind } = series;
      return {
        venue,
        symbol,
        category,
        kind,
        interval: series.kind === 'candles' ? series.interval : null,
        firstAt: new Date(from),
        lastAt: new Date(to),
        rowCount: rows,
        gaps,
        sources,
        bytes: file.bytes,
        modifiedAt: file.modifiedAt,
      };
    },
  }));
}

/** A row for each file of a recording; what the whole comes to stands in the row of its first file. */
async function recordedFiles(folder: string): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const recording of await recordingsIn(folder)) {
    // The note gets its end after the last frame; then the rows are to be read again.
    const noted = (await stat(join(recording, 'recording.json'))).mtimeMs;
    for (const [index, path] of (await recordingFiles(recording)).entries()) {
      const { size, mtimeMs } = await stat(path);
      const file = { path, bytes: size, modifiedAt: Math.trunc(Math.max(mtimeMs, noted)) };
      found.push({ file, read: () => recordingRow(recording, file, index === 0) });
    }
  }
  return found;
}

async function recordingRow(recording: string, file: FoundFile, isFirst: boolean): Promise<Omit<IndexedFile, 'path' | 'sha256'>> {
  const note = await readRecordingNote(recording);
  if (!note) throw new Error(`The recording ${recording} has lost its recording.json; restore it from a backup.`);
  const categories = new Set(note.connections.map(({ category }) => category));
  return {
    venue: note.venue,
    symbol: note.symbols.length === 1 ? note.symbols[0]! : '',
    category: [...categories].join(' '),
    kind: 'recording',
    interval: null,
    firstAt: new Date(note.startedAt),
    lastAt: new Date(note.end?.at ?? file.modifiedAt),
    rowCount: isFirst ? (note.end?.frames ?? 0) : 0,
    gaps: isFirst ? (note.end?.lost ?? 0) : 0,
    bytes: file.bytes,
    modifiedAt: file.modifiedAt,
    sources: [{ how: 'record', from: note.url }],
  };
}
