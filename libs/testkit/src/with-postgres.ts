import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const START_MS = 60_000;

export interface TestDatabase {
  /** Connection URL of a database that nobody else uses. */
  readonly url: string;
}

/**
 * Gives the tests of this `describe` (or file) an empty database of their own on the shared embedded Postgres; it goes with
 * the test process, after every hook of yours. Read `url` inside tests and hooks only.
 */
export function withPostgres(prepare?: (url: string) => Promise<unknown>): TestDatabase {
  const database = { url: '' };
  beforeAll(async () => {
    database.url = await joinHost(`test_${randomUUID().replaceAll('-', '')}`);
    await prepare?.(database.url);
  }, START_MS);
  return database;
}

async function joinHost(name: string): Promise<string> {
  const path = join(tmpdir(), `plimsoll-test-postgres-${userInfo().uid}.sock`);
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    const url = await ask(path, name);
    if (url !== undefined) return url;
    startHost(path);
    await sleep(200);
  }
  throw new Error(`The embedded Postgres for tests did not start within ${START_MS / 1000} s; look for a process "postgres-host.ts"`);
}

/** The connection, left open, is what keeps the database; undefined when there is no host. */
function ask(path: string, name: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => socket.write(`${name}\n`));
    let text = '';
    const late = setTimeout(() => reject(new Error(`The embedded Postgres for tests is not ready after ${START_MS / 1000} s`)), START_MS);
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => {
      clearTimeout(late);
      resolve(undefined);
    });
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (!text.endsWith('\n')) return;
      clearTimeout(late);
      socket.unref();
      resolve(text.trim());
    });
  });
}

function startHost(path: string): void {
  const script = fileURLToPath(new URL('./postgres-host.ts', import.meta.url));
  spawn(process.execPath, ['--no-warnings', script, path], { detached: true, stdio: 'ignore' }).unref();
}
