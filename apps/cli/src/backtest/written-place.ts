import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { bad } from '../data/data-options';
import { CommandError, EXIT } from '../exit-code';

/** Before the run: a report that cannot be written would be lost. Throws a sentence for a place that does not do. */
export async function checkReport(file: string): Promise<void> {
  if (await isFolder(file)) throw bad(`--report is "${file}", a folder; name a file in it.`);
  if (!/\.(html|json)$/i.test(file))
    throw bad(`--report is "${file}"; its name must end with .html, for a page, or with .json, for the numbers.`);
  const folder = dirname(file);
  if (!(await isFolder(folder))) throw bad(`--report is "${file}"; there is no folder ${folder}.`);
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw bad(`--report is "${file}"; ${folder} cannot be written: ${reasonOf(error)}.`);
  });
}

/** Makes the folder of `--out` before the run, with those around it. Throws a sentence for a place that does not do. */
export async function checkFolder(folder: string): Promise<void> {
  const refuse = (why: string): never => {
    throw bad(`--out is "${folder}"; ${why}.`);
  };
  for (const path of pathsTo(resolve(folder))) {
    const there = await kindOf(path);
    if (there === 'folder') continue;
    if (there === 'file') refuse(`${path} is a file, name a folder`);
    await mkdir(path).catch((error: unknown) => refuse(`${path} cannot be made: ${reasonOf(error)}`));
  }
  await access(folder, constants.W_OK).catch((error: unknown) => refuse(`it cannot be written: ${reasonOf(error)}`));
}

/** Writes what came of a run; throws a sentence with file and reason. */
export async function writeResult(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw new CommandError(EXIT.failed, `${file} cannot be written: ${reasonOf(error)}.`, { cause: error });
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'nothing can be written there',
};

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return String(error);
  return `${REASONS[code] ?? 'the system refuses it'} (${code})`;
}

/** The folders to a path, the outermost first, and itself. */
function pathsTo(path: string): readonly string[] {
  const around = dirname(path);
  return around === path ? [path] : [...pathsTo(around), path];
}

async function isFolder(path: string): Promise<boolean> {
  return (await kindOf(path)) === 'folder';
}

async function kindOf(path: string): Promise<'folder' | 'file' | 'none'> {
  return stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => 'none',
  );
}
