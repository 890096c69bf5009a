import { spawn } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { CommandError, EXIT } from '../exit-code';
import type { Home } from '../home/home';
import { rememberedPort } from '../home/ports';
import { identify, isAlive, type ProcessIdentity } from '../home/process-identity';
import { postgresBinaries, type PostgresBinaries } from './binaries';
import { DATABASE_ROLE, openCluster } from './cluster';
import { databaseUser, type DatabaseUser } from './database-user';
import { SERVER_OPTIONS } from './server-options';

const START_WITHIN = 30_000;
const STOP_WITHIN = 15_000;
const SERVE_TRIES = 10;
const RETRY_AFTER = 500;

interface Server {
  readonly process: ProcessIdentity;
  readonly port: number;
}

/**
 * The PostgreSQL server of a data folder. It runs detached, so it outlives a killed launcher; the next one finds it by its
 * pid file and adopts it.
 */
export class EmbeddedPostgres {
  private constructor(
    private readonly home: Home,
    private readonly binaries: PostgresBinaries,
    private readonly user: DatabaseUser | undefined,
    private readonly password: string,
    private server: Server,
    readonly adopted: boolean,
  ) {}

  /** Adopts the server that still runs on this folder, or starts one. */
  static async open(home: Home): Promise<EmbeddedPostgres> {
    const user = await databaseUser();
    const binaries = await postgresBinaries(home.postgres.binaries, user);
    const password = await openCluster(home, binaries, user);
    const { adopted, ...server } = await serve(home, binaries, user, password);
    return new EmbeddedPostgres(home, binaries, user, password, server, adopted);
  }

  get url(): string {
    return urlOf(this.server.port, this.password);
  }

  get pid(): number {
    return this.server.process.pid;
  }

  isRunning(): boolean {
    return isAlive(this.server.process);
  }

  /** Starts it again after it died, on the same port, so that nobody has to learn a new address. */
  async restart(): Promise<void> {
    const { port } = this.server;
    this.server = (await runningServer(this.home.postgres.data)) ?? (await launch(this.home, this.binaries, this.user, port));
    await untilServing(this.url, this.server.process, this.home);
  }

  /** Fast shutdown: sessions are ended, everything is written; the immediate one when that takes too long. */
  async stop(): Promise<void> {
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      if (!this.isRunning()) return;
      process.kill(this.pid, signal);
      const deadline = Date.now() + STOP_WITHIN;
      while (this.isRunning() && Date.now() < deadline) await sleep(20);
    }
  }
}

/** Address of the server of a folder that some launcher started, for commands that only want to read. */
export async function runningPostgresUrl(home: Home): Promise<string | undefined> {
  const running = await runningServer(home.postgres.data);
  if (!running) return undefined;
  return urlOf(running.port, await readFile(home.postgres.password, 'utf8'));
}

/**
 * Finds or starts a server and waits until it serves. One that is just shutting down, or the processes of a killed one that
 * have not noticed yet, get a moment: until they are gone a new server rightly refuses to start.
 */
async function serve(
  home: Home,
  binaries: PostgresBinaries,
  user: DatabaseUser | undefined,
  password: string,
): Promise<Server & { readonly adopted: boolean }> {
  for (let tries = 1; ; tries += 1) {
    const running = await runningServer(home.postgres.data);
    const server = running ?? (await launch(home, binaries, user));
    try {
      await untilServing(urlOf(server.port, password), server.process, home);
      return { ...server, adopted: running !== undefined };
    } catch (error) {
      if (tries === SERVE_TRIES || isAlive(server.process)) throw error;
      await sleep(RETRY_AFTER);
    }
  }
}

async function launch(home: Home, binaries: PostgresBinaries, user: DatabaseUser | undefined, samePort?: number): Promise<Server> {
  const port = samePort ?? (await rememberedPort(home.ports, 'postgres'));
  await dropMisleadingPidFile(home.postgres.data);
  const log = await open(home.postgres.log, 'a');
  try {
    const args = ['-D', home.postgres.data, '-p', String(port), ...SERVER_OPTIONS.flatMap((option) => ['-c', option])];
    const child = spawn(binaries.postgres, args, {
      ...user,
      cwd: dirname(home.postgres.data),
      detached: true,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log.fd, log.fd],
    });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    const identity = identify(child.pid ?? 0);
    if (!identity) throw await notServing(home);
    return { process: identity, port };
  } finally {
    await log.close();
  }
}

/**
 * The server itself decides whether a pid file is stale, and refuses while processes of a killed one still hold its memory;
 * only a file whose number now belongs to another program would stop it for ever.
 */
async function dropMisleadingPidFile(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const [pid] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  if (identify(Number(pid)) && !(await isPostgres(Number(pid)))) await rm(file, { force: true });
}

async function runningServer(data: string): Promise<Server | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  // https://www.postgresql.org/docs/18/storage-file-layout.html: pid, data folder, start time, port, …
  const [pid, folder, , port] = text.split('\n');
  const process = identify(Number(pid));
  if (!process || folder !== data || !(await isPostgres(process.pid))) return undefined;
  return { process, port: Number(port) };
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  return readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (line) => line.split('\0')[0]?.endsWith('postgres') ?? false,
    () => false,
  );
}

async function untilServing(url: string, server: ProcessIdentity, home: Home): Promise<void> {
  const deadline = Date.now() + START_WITHIN;
  while (Date.now() < deadline) {
    if (!isAlive(server)) throw await notServing(home);
    if (await answers(url)) return;
    await sleep(50);
  }
  throw await notServing(home);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch (error) {
    // Wrong password: the folder and the password file do not belong together, and waiting will not help.
    if ((error as { code?: string }).code === '28P01') throw error;
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function notServing(home: Home): Promise<CommandError> {
  const log = await readFile(home.postgres.log, 'utf8').catch(() => '');
  const last =
    log
      .trim()
      .split('\n')
      .findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? 'it wrote no message';
  return new CommandError(EXIT.failed, `PostgreSQL did not start (${last.trim()}); its log is ${home.postgres.log}.`);
}

function urlOf(port: number, password: string): string {
  return `postgres://${DATABASE_ROLE}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}
