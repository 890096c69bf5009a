import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandError, EXIT } from '../exit-code';

/** Where things lie in the data folder. */
export interface Home {
  readonly path: string;
  readonly lock: string;
  readonly runtime: string;
  readonly ports: string;
  readonly logs: string;
  readonly children: string;
  readonly sessions: string;
  readonly compileCache: string;
  readonly postgres: {
    readonly data: string;
    readonly log: string;
    readonly password: string;
    readonly binaries: string;
  };
}

export function homeAt(path: string): Home {
  return Object.freeze({
    path,
    lock: join(path, 'launcher.lock'),
    runtime: join(path, 'runtime.json'),
    ports: join(path, 'ports.json'),
    logs: join(path, 'logs'),
    children: join(path, 'children.json'),
    sessions: join(path, 'sessions'),
    compileCache: join(path, 'cache', 'compiled'),
    postgres: {
      data: join(path, 'postgres', 'data'),
      log: join(path, 'logs', 'postgres.log'),
      password: join(path, 'postgres', 'password'),
      binaries: join(path, 'postgres', 'binaries'),
    },
  });
}

/** Makes the folder; a path that cannot be written is the person's to change. */
export async function openHome(path: string): Promise<Home> {
  const home = homeAt(path);
  try {
    await mkdir(home.logs, { recursive: true });
  } catch (error) {
    throw new CommandError(
      EXIT.badInput,
      `The data folder ${path} cannot be made (${String(error)}); set PLIMSOLL_HOME to a folder that can be written.`,
      { cause: error },
    );
  }
  return home;
}

export async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    // A torn file is worth as much as none: each of these can be made again.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces the file in one step, so that a reader sees the old or the new text and never half of it. */
export async function writeJson(file: string, value: unknown, mode = 0o600): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode });
  await rename(draft, file);
}
