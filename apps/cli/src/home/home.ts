import { access, constants, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
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
  /** Market history: candles, trades, recordings. */
  readonly data: string;
  /** Every trial of every search. */
  readonly searches: string;
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
    data: join(path, 'data'),
    searches: join(path, 'searches'),
    compileCache: join(path, 'cache', 'compiled'),
    postgres: {
      data: join(path, 'postgres', 'data'),
      log: join(path, 'logs', 'postgres.log'),
      password: join(path, 'postgres', 'password'),
      binaries: join(path, 'postgres', 'binaries'),
    },
  });
}

/** Before anything is written: the nearest part of the path that is there must be a folder that can be written. */
export async function refuseUnusableHome(path: string): Promise<void> {
  for (let part = path; ; part = dirname(part)) {
    const found = await stat(part).catch(() => undefined);
    if (!found && part !== dirname(part)) continue;
    if (found && !found.isDirectory()) throw unusable(path, `${part} is not a folder`);
    if (await canWrite(part)) return;
    throw unusable(path, `${part} cannot be written`);
  }
}

/** Makes the folder; a path that cannot be written is the person's to change. */
export async function openHome(path: string): Promise<Home> {
  const home = homeAt(path);
  try {
    await makeFolder(home.logs);
  } catch (error) {
    throw unusable(path, error instanceof Error ? error.message : String(error), error);
  }
  return home;
}

// One level after the other: asked for the whole way at once, Node never comes back from a path such as /proc/x.
async function makeFolder(path: string): Promise<void> {
  if (path !== dirname(path) && !(await stat(path).catch(() => undefined))) {
    await makeFolder(dirname(path));
    await mkdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function canWrite(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

function unusable(path: string, why: string, cause?: unknown): CommandError {
  return new CommandError(
    EXIT.badInput,
    `The data folder ${path} cannot be used: ${why}; set PLIMSOLL_HOME to a folder that can be written.`,
    { cause },
  );
}

export async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    // A torn file is worth as much as none: each of these can be made again.
    if (error instanceof SyntaxError || isMissing(error)) return undefined;
    throw error;
  }
}

/** Nothing is there, nor on the way there. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Replaces the file in one step, so that a reader sees the old or the new text and never half of it. */
export async function writeJson(file: string, value: unknown, mode = 0o600): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode });
  await rename(draft, file);
}
