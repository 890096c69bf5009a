import { Client } from 'pg';
import type { Settings } from '@libs/platform';
import type { Home } from '../home/home';
import { postgresBinaries } from '../postgres/binaries';
import { closedFolder, existingDatabaseUser } from '../postgres/database-user';
import { runningPostgresUrl } from '../postgres/embedded-postgres';
import { check, type Check } from './check';

/** The database as it can be reached now; undefined when it does not run. */
export async function databaseUrl(home: Home, settings: Settings): Promise<string | undefined> {
  return settings.databaseUrl ?? (await runningPostgresUrl(home));
}

export async function checkPostgres(home: Home, settings: Settings): Promise<Check> {
  const url = await databaseUrl(home, settings);
  if (url === undefined) return checkEmbedded(home);
  const { status, detail } = await checkDatabase(url);
  return check('postgres', status, `${settings.databaseUrl === undefined ? 'embedded' : 'DATABASE_URL'}, ${detail}`);
}

export async function checkDatabase(url: string): Promise<Check> {
  try {
    const [row] = await rowsOf<{ version: string }>(url, "SELECT current_setting('server_version') AS version");
    return check('postgres', 'ok', `version ${row?.version ?? 'unknown'}, answers`);
  } catch (error) {
    return check('postgres', 'failed', `does not answer: ${reasonOf(error)}`);
  }
}

async function checkEmbedded(home: Home): Promise<Check> {
  try {
    const user = await existingDatabaseUser();
    await postgresBinaries(home.postgres.binaries, user);
    const closed = user ? await closedFolder(home.path, user) : undefined;
    if (closed !== undefined) return check('postgres', 'failed', `its user cannot enter ${closed}; set PLIMSOLL_HOME to a folder outside`);
    return check('postgres', 'ok', 'embedded, not running');
  } catch (error) {
    return check('postgres', 'failed', error instanceof Error ? error.message : String(error));
  }
}

export async function checkRedis(url: string): Promise<Check> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null, connectTimeout: 3_000 });
  // What `connect` rejects with only says that there is no connection; why comes as an event.
  let trouble: Error | undefined;
  client.on('error', (error: Error) => (trouble = error));
  try {
    await client.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await client.info('memory'))?.[1] ?? 'unknown';
    if (policy === 'noeviction') return check('redis', 'ok', 'answers, maxmemory-policy noeviction');
    return check(
      'redis',
      'failed',
      `has the maxmemory-policy ${policy}, which loses jobs (it must be noeviction: CONFIG SET maxmemory-policy noeviction)`,
    );
  } catch (error) {
    return check('redis', 'failed', `does not answer: ${reasonOf(trouble ?? error).replace(/\.$/, '')}`);
  } finally {
    client.disconnect();
  }
}

// A name with two addresses fails with an error of its own for each and none for itself.
function reasonOf(error: unknown): string {
  const { message, errors } = error as { readonly message?: string; readonly errors?: readonly unknown[] };
  return message || errors?.map(reasonOf).join(', ') || String(error);
}

export async function rowsOf<T>(url: string, statement: string): Promise<T[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000, application_name: 'plimsoll doctor' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
}
