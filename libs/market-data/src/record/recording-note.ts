import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { readFolder, syncFolder } from '@libs/persistence';

const FILE = 'recording.json';

const noteSchema = z.object({
  format: z.literal(1),
  venue: z.string(),
  url: z.string(),
  /** Each connection with what it asked for, so that a replay can ask for the same. */
  connections: z.array(z.object({ name: z.string(), category: z.enum(['spot', 'linear']), topics: z.array(z.string()) })),
  symbols: z.array(z.string()),
  startedAt: z.int(),
  /** Missing while it is recorded, and for ever when the recorder was killed. */
  end: z.object({ at: z.int(), frames: z.int(), lost: z.int(), events: z.record(z.string(), z.int()), eventsHash: z.string() }).optional(),
});

/** What a recording says of itself. */
export type RecordingNote = Omit<z.output<typeof noteSchema>, 'format'>;

/** Replaces the note in one step. */
export async function writeRecordingNote(folder: string, note: RecordingNote): Promise<void> {
  const unfinished = join(folder, `${FILE}.tmp`);
  await mkdir(folder, { recursive: true });
  const file = await open(unfinished, 'w');
  try {
    await file.writeFile(`${JSON.stringify({ format: 1, ...note }, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, join(folder, FILE));
  await syncFolder(folder);
}

/** Null where the folder holds no recording. */
export async function readRecordingNote(folder: string): Promise<RecordingNote | null> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => null);
  if (text === null) return null;
  const { format: _, ...note } = noteSchema.parse(JSON.parse(text));
  return note;
}

/** Folders of recordings below the data folder, the oldest first: their names begin with the time. */
export async function recordingsIn(data: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const venue of await readFolder(data)) {
    const folder = join(data, venue, 'recordings');
    for (const name of await readFolder(folder)) if (await readRecordingNote(join(folder, name))) found.push(join(folder, name));
  }
  return found.sort((a, b) => (basename(a) < basename(b) ? -1 : 1));
}
