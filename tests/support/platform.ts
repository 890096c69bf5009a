import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@libs/testkit';
import { runningPostgresUrl } from '../../apps/cli/src/postgres/embedded-postgres';
import { homeAt } from '../../apps/cli/src/home/home';

export const VICTIMS = ['trader', 'executor', 'api', 'exchange-simulator', 'launcher', 'postgres'] as const;
export type Victim = (typeof VICTIMS)[number];

const READY_WITHIN_MS = 90_000;
/** Exit code. */
const IN_PROGRESS = 5;
const run = promisify(execFile);

/** One installation in a folder of its own, started as a user starts it. */
export class Platform {
  readonly home = mkdtempSync(join(tmpdir(), 'plimsoll-chaos-'));
  private launcher: ChildProcess | null = null;
  private output = '';
  private port = 0;

  /** `settings` are environment variables beside those of this process; `installation` is the folder that it runs from, default this one. */
  constructor(
    private readonly market: readonly string[],
    private readonly settings: Readonly<Record<string, string>> = {},
    private readonly installation = '.',
  ) {
    // Run as root, the database has a user of its own that must be able to enter.
    chmodSync(this.home, 0o755);
  }

  async start(): Promise<void> {
    this.port ||= await freePort();
    this.output = '';
    this.launcher = spawn(process.execPath, ['bin/plimsoll.js', 'up', ...this.market], {
      cwd: this.installation,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.launcher.stdout, this.launcher.stderr])
      stream?.on('data', (chunk: Buffer) => void (this.output += chunk.toString()));
    await until(
      () => /Dashboard/i.test(this.output),
      READY_WITHIN_MS,
      () => `the platform is not ready:\n${this.output}`,
    );
  }

  /** Ctrl-C. */
  async stop(): Promise<void> {
    const { launcher } = this;
    if (!launcher || launcher.exitCode !== null) return;
    const ended = new Promise((resolve) => launcher.once('exit', resolve));
    launcher.kill('SIGINT');
    await ended;
  }

  async databaseUrl(): Promise<string> {
    const url = await runningPostgresUrl(homeAt(this.home));
    if (!url) throw new Error('No database runs on this home');
    return url;
  }

  pidsOf(victim: Victim): number[] {
    if (victim === 'launcher') return this.launcher?.pid === undefined ? [] : [this.launcher.pid];
    if (victim === 'postgres') {
      const file = join(this.home, 'postgres/data/postmaster.pid');
      return existsSync(file) ? [Number(readFileSync(file, 'utf8').split('\n')[0])].filter(isAlive) : [];
    }
    return this.running()
      .filter(({ command }) => command.includes(`apps/${victim}/src/main.js`))
      .map(({ pid }) => pid);
  }

  /** Every process that belongs to this home. */
  running(): readonly { readonly pid: number; readonly command: string }[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const command = read(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim();
        const mine = read(`/proc/${name}/environ`).split('\0').includes(`PLIMSOLL_HOME=${this.home}`) || command.includes(this.home);
        return mine && command !== '' ? [{ pid: Number(name), command }] : [];
      });
  }

  environmentOf(pid: number): ReadonlyMap<string, string> {
    return new Map(
      read(`/proc/${pid}/environ`)
        .split('\0')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  }

  /** Stops it and forgets everything it wrote. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  async graphql<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: readonly { message: string }[] };
    if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
    return data;
  }

  /** What the terminal has shown since the last start. */
  get said(): string {
    return this.output;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A verb of the command line; answers what it printed as JSON, also of what is accepted and still in progress. */
  async cli(...args: string[]): Promise<unknown> {
    const options = { cwd: this.installation, env: this.environment, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await run(process.execPath, ['bin/plimsoll.js', ...args, '--json'], options).catch(
      (error: Error & { readonly code?: unknown; readonly stdout: string }) => {
        if (error.code === IN_PROGRESS) return error;
        throw error;
      },
    );
    return JSON.parse(stdout);
  }

  private get environment(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.settings, PLIMSOLL_HOME: this.home, DASHBOARD_PORT: String(this.port) };
  }
}

export async function until(condition: () => boolean | Promise<boolean>, ms: number, otherwise: () => string): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`After ${ms / 1000} s: ${otherwise()}`);
    await wait(100);
  }
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended meanwhile, or is not ours to see.
    return '';
  }
}
