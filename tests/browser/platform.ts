import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const ROOT = join(import.meta.dirname, '../..');

/** The whole platform as a user starts it, in a home of its own and on a port that was free. */
export interface RunningPlatform {
  readonly dashboard: string;
  /** Its data folder. */
  readonly home: string;
  /** Ends a component as a crash would; the launcher starts it again. */
  kill(component: string): void;
  /** Holds a component still until it is killed: its sockets stay open, and nothing comes. */
  freeze(component: string): void;
  /** Holds the process that runs the strategies still, as a hook without an end does. */
  freezeStrategies(): void;
  /** Ctrl-C, and wait until everything has ended. */
  stop(): Promise<void>;
}

export async function startPlatform(...market: readonly string[]): Promise<RunningPlatform> {
  if (!existsSync(join(ROOT, 'dist/apps/dashboard/index.html'))) throw new Error('The platform is not built; run npm run prepare first.');
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-browser-'));
  // Run as root, the database has a user of its own that must be able to enter.
  chmodSync(home, 0o755);
  const launcher = spawn(process.execPath, ['bin/plimsoll.js', 'up', '--json', ...market], {
    cwd: ROOT,
    env: { ...process.env, PLIMSOLL_HOME: home, DASHBOARD_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const remarks: string[] = [];
  createInterface({ input: launcher.stderr }).on('line', (line) => remarks.push(line));
  const ended = new Promise<void>((resolve) => launcher.once('exit', () => resolve()));
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: launcher.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { readonly event?: string; readonly dashboard?: string };
      if (said.event === 'ready' && said.dashboard) resolve(said.dashboard);
    });
  });
  const failed = ended.then(() => {
    throw new Error(`The platform ended before it was ready:\n${remarks.join('\n')}`);
  });
  return {
    dashboard: await Promise.race([ready, failed]),
    home,
    kill: (component) => process.kill(pidOf(home, component), 'SIGKILL'),
    freeze: (component) => process.kill(pidOf(home, component), 'SIGSTOP'),
    freezeStrategies: () => childrenOf(pidOf(home, 'trader')).forEach((pid) => process.kill(pid, 'SIGSTOP')),
    async stop() {
      launcher.kill('SIGINT');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A trader starts nothing but its sandbox. */
function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

/** The process of this home that runs `apps/<component>`. */
function pidOf(home: string, component: string): number {
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isOf(Number(name), home, component));
  if (pid === undefined) throw new Error(`No ${component} runs on ${home}`);
  return Number(pid);
}

function isOf(pid: number, home: string, component: string): boolean {
  try {
    const arguments_ = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return (
      arguments_.includes(`apps/${component}/src/main.js`) &&
      readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`PLIMSOLL_HOME=${home}\0`)
    );
  } catch {
    // It ended meanwhile.
    return false;
  }
}
