import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, EXIT } from '../exit-code';

export interface RecordedFolder {
  readonly accountId: string;
  readonly sessionId: string;
  readonly path: string;
  /** Wall time of the last write. */
  readonly writtenAt: number;
}

/** The recorded session of that id (or its beginning), or the one that was written last. */
export async function findSession(sessions: string, wanted: string): Promise<RecordedFolder> {
  const all = (await recordedFolders(sessions)).toSorted((a, b) => b.writtenAt - a.writtenAt);
  const [newest] = all;
  if (!newest)
    throw new CommandError(EXIT.badInput, `Nothing is recorded in ${sessions} yet; a session is written while an account trades.`);
  if (wanted === 'latest') return newest;
  const found = all.filter(({ sessionId }) => wanted !== '' && sessionId.startsWith(wanted));
  if (found.length === 1 && found[0]) return found[0];
  if (found.length > 1)
    throw new CommandError(EXIT.badInput, `"${wanted}" is the beginning of ${found.length} sessions; give more of the id.`);
  const known = all.slice(0, 5).map(({ sessionId }) => sessionId);
  throw new CommandError(EXIT.badInput, `There is no session "${wanted}" in ${sessions}; the last ones are ${known.join(', ')}.`);
}

export async function recordedFolders(sessions: string): Promise<RecordedFolder[]> {
  const found: RecordedFolder[] = [];
  for (const accountId of await names(sessions)) {
    for (const sessionId of await names(join(sessions, accountId))) {
      const path = join(sessions, accountId, sessionId);
      const files = await names(path);
      // Without a segment the session ended before its first input was on disk.
      if (!files.some((file) => file.includes('.seg'))) continue;
      const times = await Promise.all(
        files.map((file) =>
          stat(join(path, file)).then(
            ({ mtimeMs }) => mtimeMs,
            () => 0,
          ),
        ),
      );
      found.push({ accountId, sessionId, path, writtenAt: Math.max(...times) });
    }
  }
  return found;
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
