import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readFolder } from '@libs/persistence';
import { parseFooter } from './data-file';
import type { DataFile } from './data-file';
import { ParquetReader, UnreadableDataFile } from './parquet-file';

/** Path and file-system metadata of a file. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: number;
}

/** Every Parquet file below a folder, ordered by path. */
export async function findDataFiles(folder: string): Promise<readonly FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.parquet'))
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path) => {
      const { size, mtimeMs } = await stat(path);
      return { path, bytes: size, modifiedAt: Math.trunc(mtimeMs) };
    }),
  );
}

/** Reads the footer; throws `UnreadableDataFile`. */
export async function describeDataFile(file: FoundFile): Promise<DataFile> {
  const reader = await ParquetReader.open(file.path);
  try {
    return { ...parseFooter(reader.footer()), ...file };
  } catch (error) {
    if (error instanceof UnreadableDataFile) throw error;
    throw new UnreadableDataFile(file.path, 'has a footer that this version cannot read', error);
  } finally {
    await reader.close();
  }
}

export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Removes leftovers of a killed writer. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readFolder(folder)) if (name.endsWith('.tmp')) await rm(join(folder, name), { force: true });
}
