import { chmod, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { openHome, type Home } from '../home/home';
import { EmbeddedPostgres, runningPostgresUrl } from './embedded-postgres';

async function query<T>(url: string, text: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

describe('EmbeddedPostgres', () => {
  let folder: string;
  let home: Home;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-postgres-'));
    await chmod(folder, 0o755);
    home = await openHome(join(folder, 'home'));
    server = await EmbeddedPostgres.open(home);
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('serves with fsync on, a random password and a private password file', async () => {
    expect(await query(server.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect((await stat(home.postgres.password)).mode & 0o777).toBe(0o600);
    const stranger = server.url.replace(await readFile(home.postgres.password, 'utf8'), 'guess');
    await expect(query(stranger, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('is adopted by the next start, with its data', async () => {
    await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS id');
    const next = await EmbeddedPostgres.open(home);
    expect(next.adopted).toBe(true);
    expect(next.pid).toBe(server.pid);
    expect(await query(next.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  });

  it('comes back on the same address after a kill', async () => {
    const { url, pid } = server;
    process.kill(pid, 'SIGKILL');
    while (server.isRunning()) await sleep(10);
    for (let tries = 0; !server.isRunning() && tries < 20; tries += 1) await server.restart().catch(() => sleep(200));
    expect(server.url).toBe(url);
    expect(await query(url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  });

  it('is started anew by the next start when it was killed with its launcher', async () => {
    const sessions = await Promise.all(Array.from({ length: 5 }, () => query(server.url, 'SELECT 1')));
    expect(sessions).toHaveLength(5);
    process.kill(server.pid, 'SIGKILL');
    server = await EmbeddedPostgres.open(home);
    expect(server.adopted).toBe(false);
    expect(await query(server.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  });

  it('is not adopted while it is shutting down', async () => {
    process.kill(server.pid, 'SIGINT');
    server = await EmbeddedPostgres.open(home);
    expect(server.adopted).toBe(false);
    expect(await query(server.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  });

  it('stops, and is then not found', async () => {
    await server.stop();
    expect(server.isRunning()).toBe(false);
    expect(await runningPostgresUrl(home)).toBeUndefined();
  });

  const asRoot = userInfo().uid === 0 ? it : it.skip;
  asRoot('names the folder that its user cannot enter and the setting that helps', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const unreachable = await openHome(join(closed, 'home'));
    await expect(EmbeddedPostgres.open(unreachable)).rejects.toThrow(`cannot enter ${closed}, so the data folder ${unreachable.path}`);
  });
});
