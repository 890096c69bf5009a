import 'reflect-metadata';
import pg from 'pg';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { ENTITIES } from '../entities/index';
import { SnakeNaming } from './naming';

const INT8 = 20;

/** Sequence numbers stay far below 2^53; NUMERIC stays text, because pg leaves it so. */
const TYPES = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    return oid === INT8 ? Number : pg.types.getTypeParser(oid, format);
  },
};

export interface DataSourceSettings {
  /** Shown in pg_stat_activity; the component's name. */
  readonly name?: string;
  /** Migration classes; only `migrate` needs them. */
  readonly migrations?: readonly (new () => object)[];
}

/** A connected pool of at most `poolSize` connections, opened as they are needed. */
export async function createDataSource(url: string, poolSize = 3, settings: DataSourceSettings = {}): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    entities: ENTITIES,
    migrations: [...(settings.migrations ?? [])] as unknown as (() => void)[],
    migrationsTableName: 'schema_migrations',
    namingStrategy: new SnakeNaming(),
    installExtensions: false,
    applicationName: `plimsoll ${settings.name ?? ''}`.trim(),
    extra: {
      types: TYPES,
      // An acknowledged commit is on disk, whatever the server's default.
      options: '-c synchronous_commit=on',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      // One connection stays open with prepared statements, so that the first order after a quiet hour is as fast as any.
      min: 1,
      idleTimeoutMillis: 60_000,
    },
    // A broken idle connection is replaced at the next query, which reports its own error.
    poolErrorHandler: () => undefined,
  }).initialize();
}

/** The pool of a data source, for statements that are prepared once per connection. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
