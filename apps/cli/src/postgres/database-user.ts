import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whom PostgreSQL runs as when the launcher runs as root, which it refuses to be. */
export interface DatabaseUser {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/** Undefined when the launcher is an ordinary user: the database is then the same one. */
export async function databaseUser(): Promise<DatabaseUser | undefined> {
  if (userInfo().uid !== 0) return undefined;
  return (await existingDatabaseUser()) ?? (await create());
}

/** Whom it would run as; a user that is not there yet has no more rights than anybody. */
export async function futureDatabaseUser(): Promise<DatabaseUser | undefined> {
  if (userInfo().uid !== 0) return undefined;
  return (await existingDatabaseUser()) ?? { uid: -1, gid: -1 };
}

/** The same without making one. */
export async function existingDatabaseUser(): Promise<DatabaseUser | undefined> {
  if (userInfo().uid !== 0) return undefined;
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function create(): Promise<DatabaseUser> {
  await run('groupadd', ['-f', '-r', NAME]);
  await run('useradd', ['-r', '-g', NAME, '-M', '-d', '/nonexistent', '-s', '/usr/sbin/nologin', NAME]);
  const user = await existingDatabaseUser();
  if (!user) throw new Error(`the system user ${NAME} was made but cannot be found`);
  return user;
}

/** The first folder on the way to `path` that the user may not pass through; undefined when the way is open. */
export async function closedFolder(path: string, user: DatabaseUser): Promise<string | undefined> {
  const way: string[] = [];
  for (let folder = path; ; folder = dirname(folder)) {
    way.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of way) {
    const found = await stat(folder).catch(() => undefined);
    // What is not there yet will be made by us, open enough.
    if (!found) return undefined;
    const { mode, uid, gid } = found;
    const execute = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & execute) === 0) return folder;
  }
  return undefined;
}
