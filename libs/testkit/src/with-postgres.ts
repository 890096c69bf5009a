import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const START_MS = 60_000;

export interface TestDatabase {
  /** Connection URL of a database that nobody else uses. */
  readonly url: string;
}

/**
 * Gives the tests of this `describe` (or file) an empty database of their own on the shared embedded Postgres, and drops it
 * afterwards. Read `url` inside tests and hooks only.
 */
export function withPostgres(prepare?: (url: string) => Promise<unknown>): TestDatabase {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const database = { url: '' };
  let guest: { readonly socket: Socket; readonly url: string } | undefined;
  beforeAll(async () => {
    guest = await joinHost();
    await administer(guest.url, `CREATE DATABASE ${name}`);
    database.url = `${guest.url}/${name}`;
    await prepare?.(database.url);
  }, START_MS);
  afterAll(async () => {
    if (!guest) return;
    await administer(guest.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    guest.socket.destroy();
  }, START_MS);
  return database;
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function joinHost(): Promise<{ socket: Socket; url: string }> {
  const path = join(tmpdir(), `plimsoll-test-postgres-${userInfo().uid}.sock`);
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    const guest = await enter(path);
    if (guest !== 'nobody') return guest;
    // A socket file without a listener is left over from a host that was killed.
    rmSync(path, { force: true });
    startHost(path);
    await sleep(200);
  }
  throw new Error(`The embedded Postgres for tests did not start within ${START_MS / 1000} s; look for a process "postgres-host.ts"`);
}

/** The host's URL comes as its first line; the connection, kept open, is what keeps the host alive. */
function enter(path: string): Promise<{ socket: Socket; url: string } | 'nobody'> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    let text = '';
    socket.on('error', () => resolve('nobody'));
    socket.on('close', () => reject(new Error('The embedded Postgres for tests ended before it was ready')));
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (text.endsWith('\n')) resolve({ socket, url: text.trim() });
    });
    socket.unref();
    setTimeout(() => reject(new Error('The embedded Postgres for tests is not ready after 60 s')), START_MS).unref();
  });
}

function startHost(path: string): void {
  const script = fileURLToPath(new URL('./postgres-host.ts', import.meta.url));
  spawn(process.execPath, ['--no-warnings', script, path], { detached: true, stdio: 'ignore' }).unref();
}
