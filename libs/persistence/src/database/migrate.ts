import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { DataSource } from 'typeorm';
import { requireRecoverable } from '../session/require-recoverable';
import { createDataSource } from './data-source';

/** Four levels up is the repository's root in the source tree and `dist` in the built one. */
const FOLDER = new URL('../../../../migrations/', import.meta.url);

/** The number spells PLIM; one process migrates, the others wait. */
const LOCK = 0x504c494d;

type Migration = new () => object;

/** The database was written by a newer release. */
export class SchemaTooNew extends Error {
  constructor(database: string, unknown: readonly string[]) {
    super(
      `The database "${database}" has the migration ${unknown.join(', ')} that this version of Plimsoll does not know: ` +
        'start the newer version that made it, or restore a backup from before its upgrade.',
    );
    this.name = 'SchemaTooNew';
  }
}

/** The database lacks migrations of this release. */
export class SchemaTooOld extends Error {
  constructor(database: string, missing: readonly string[]) {
    super(`The database "${database}" lacks the migration ${missing.join(', ')}: run "plimsoll up" once, which brings it up to date.`);
    this.name = 'SchemaTooOld';
  }
}

/**
 * Applies missing migrations. Writes nothing if the database is newer than this release, or if an account of `home`, the data folder, still
 * needs the previous version. Returns the names of the applied migrations.
 */
export async function migrate(url: string, home?: string): Promise<readonly string[]> {
  const dataSource = await createDataSource(url, 2, { name: 'migrate', migrations: await migrations() });
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await refuseNewer(dataSource);
    if (home !== undefined && (await isUpgrade(dataSource))) await requireRecoverable(dataSource, home);
    const applied = await dataSource.runMigrations({ transaction: 'all' });
    return applied.map((migration) => migration.name);
  } finally {
    // Closing the connection also releases the lock.
    await runner.release();
    await dataSource.destroy();
  }
}

/** Throws `SchemaTooNew` or `SchemaTooOld` unless the database has exactly this release's schema. */
export async function requireCurrentSchema(dataSource: DataSource): Promise<void> {
  await refuseNewer(dataSource);
  const missing = await missingNames(dataSource);
  if (missing.length > 0) throw new SchemaTooOld(databaseName(dataSource), missing);
}

/** SQL that would make the tables match the entities; empty if they do. */
export async function schemaDifferences(dataSource: DataSource): Promise<readonly string[]> {
  const log = await dataSource.driver.createSchemaBuilder().log();
  return log.upQueries.map((query) => query.query);
}

async function refuseNewer(dataSource: DataSource): Promise<void> {
  const known = new Set((await migrations()).map((migration) => migration.name));
  const unknown = (await appliedNames(dataSource)).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new SchemaTooNew(databaseName(dataSource), unknown);
}

/** True if an earlier version created the database, which it could no longer use afterwards. */
async function isUpgrade(dataSource: DataSource): Promise<boolean> {
  return (await appliedNames(dataSource)).length > 0 && (await missingNames(dataSource)).length > 0;
}

async function missingNames(dataSource: DataSource): Promise<readonly string[]> {
  const applied = new Set(await appliedNames(dataSource));
  return (await migrations()).map((migration) => migration.name).filter((name) => !applied.has(name));
}

async function appliedNames(dataSource: DataSource): Promise<readonly string[]> {
  const [table] = await dataSource.query<{ present: boolean }[]>(`SELECT to_regclass('schema_migrations') IS NOT NULL AS present`);
  if (!table?.present) return [];
  const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM schema_migrations ORDER BY timestamp');
  return rows.map((row) => row.name);
}

function databaseName(dataSource: DataSource): string {
  return String(dataSource.driver.database ?? '');
}

async function migrations(): Promise<readonly Migration[]> {
  const files = (await readdir(fileURLToPath(FOLDER))).filter((file) => /^\d+-[a-z-]+\.(js|ts)$/.test(file)).sort();
  const modules = await Promise.all(files.map((file) => import(new URL(file, FOLDER).href) as Promise<Record<string, Migration>>));
  return modules.flatMap((module) => Object.values(module));
}
