import { Queue, Relay, Worker, createPostgresBackend, createPostgresRelayBackend, runMigrations } from 'bullmq';
import type { PostgresConnectionOptions } from 'bullmq';
import pg from 'pg';
import { MAX_MESSAGE_BYTES, NAMESPACE, QUEUE, WORKER } from './backend';
import type { BullBackend } from './backend';

/** Schema of BullMQ's tables, separate from ours. */
const SCHEMA = 'bullmq';

export interface PostgresSettings {
  readonly url: string;
  /** Each worker pair uses two of them for listening, a relay one. */
  readonly poolSize: number;
  readonly onTrouble: (error: unknown) => void;
}

/** BullMQ in the platform's own database, on one pool. */
export async function openPostgresBackend({ url, poolSize, onTrouble }: PostgresSettings): Promise<BullBackend> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    min: 1,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: 'plimsoll queue',
    // Wake-ups and screen refreshes may be lost in a crash, so they need not wait for the disk.
    options: `-c search_path=${SCHEMA} -c synchronous_commit=off`,
  });
  pool.on('error', onTrouble);
  try {
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const connection: PostgresConnectionOptions = pool as unknown as PostgresConnectionOptions;
  const publisher = createPostgresRelayBackend({ connection, namespace: NAMESPACE });
  return {
    kind: 'postgres',
    warnings: [],
    queue: (name) => new Queue(name, { ...QUEUE, connection: connection as never }, createPostgresBackend as never),
    worker: (name, processor, settings) =>
      new Worker(name, processor, { ...WORKER, ...settings, connection: connection as never }, createPostgresBackend as never),
    relay: (name) => new Relay<PostgresConnectionOptions>({ connection, namespace: NAMESPACE, name, backend: createPostgresRelayBackend }),
    publish: async (topic, data, retainMs) => {
      await publisher.publish(topic, data, { ts: Date.now(), retainMs, maxSize: MAX_MESSAGE_BYTES });
    },
    close: async () => {
      await publisher.close();
      await pool.end();
    },
  };
}

async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    client.release();
  }
}
