import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CommandError, EXIT } from '../exit-code';
import type { Home } from '../home/home';
import type { PostgresBinaries } from './binaries';
import { closedFolder, type DatabaseUser } from './database-user';

const run = promisify(execFile);

export const DATABASE_ROLE = 'plimsoll';

/** Makes the database folder on the first start and returns the password of its only role. */
export async function openCluster(home: Home, binaries: PostgresBinaries, user?: DatabaseUser): Promise<string> {
  const made = await mkdir(dirname(home.postgres.data), { recursive: true });
  // Whatever the umask says, what we make ourselves must let the database through.
  if (user && made !== undefined) for (const folder of [home.path, dirname(home.postgres.data)]) await chmod(folder, 0o711);
  if (user) await refuseClosedWay(home, user);
  if (await isFile(join(home.postgres.data, 'PG_VERSION'))) return readFile(home.postgres.password, 'utf8');
  const password = randomBytes(24).toString('base64url');
  await initialise(home, binaries, password, user);
  return password;
}

/** Before anything is written: as root, the data folder must lie where PostgreSQL's own user can go. */
export async function refuseClosedWay(home: Home, user: DatabaseUser): Promise<void> {
  const closed = await closedFolder(dirname(home.postgres.data), user);
  if (closed === undefined) return;
  throw new CommandError(
    EXIT.badInput,
    `PostgreSQL cannot run as root and its own user cannot enter ${closed}, so the data folder ${home.path} is out of its reach; set PLIMSOLL_HOME to a folder outside ${closed}, for example /var/lib/plimsoll.`,
  );
}

// A start that dies here leaves a draft that the next one throws away; the folder gets its name when it is whole.
async function initialise(home: Home, binaries: PostgresBinaries, password: string, user?: DatabaseUser): Promise<void> {
  const folder = dirname(home.postgres.data);
  for (const name of await readdir(folder)) if (name.endsWith('.new')) await rm(join(folder, name), { recursive: true, force: true });
  // A name of our own, because the initdb of a start that was killed may still be at work on its own.
  const draft = `${home.postgres.data}.${process.pid}.new`;
  const passwordDraft = `${home.postgres.password}.${process.pid}.new`;
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordDraft, password, { mode: 0o600 });
  if (user) {
    await chown(draft, user.uid, user.gid);
    await chown(passwordDraft, user.uid, user.gid);
  }
  await chmod(binaries.initdb, 0o755).catch(() => undefined);
  await chmod(binaries.postgres, 0o755).catch(() => undefined);
  const args = [
    '--pgdata',
    draft,
    '--auth=scram-sha-256',
    `--username=${DATABASE_ROLE}`,
    `--pwfile=${passwordDraft}`,
    '--encoding=UTF8',
    '--locale=C',
  ];
  await run(binaries.initdb, args, { ...user, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' } });
  await rename(passwordDraft, home.postgres.password);
  if (user) await chown(home.postgres.password, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  await rename(draft, home.postgres.data);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
