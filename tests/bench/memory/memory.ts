import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@libs/testkit';
import type { Bench } from '../record';
import { processesOf, pss } from './process-tree';

const SETTLE_MS = 60_000;
const START_WITHIN_MS = 120_000;

/** Idle memory of the whole platform: one strategy on the generated market at real time, a minute after it is ready. */
export const memory: Bench = async (report) => {
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-memory-'));
  // Run as root, the database has a user of its own that must be able to enter.
  chmodSync(home, 0o755);
  const launcher = spawn(process.execPath, ['bin/plimsoll.js', 'up', '--speed', '1'], {
    env: { ...process.env, PLIMSOLL_HOME: home, DASHBOARD_PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await said(launcher, /Dashboard/i);
    await wait(SETTLE_MS);
    let total = 0;
    for (const { pid, command } of processesOf(home, launcher.pid!)) {
      const bytes = pss(pid);
      total += bytes;
      process.stderr.write(`${(bytes / 1e6).toFixed(1).padStart(7)} MB  ${command.slice(0, 100)}\n`);
    }
    report({
      bench: 'memory',
      case: process.env['REDIS_URL'] ? 'redis' : 'embedded',
      metric: 'idle_pss',
      unit: 'bytes',
      n: 1,
      value: total,
    });
  } finally {
    launcher.kill('SIGINT');
    await new Promise((resolve) => launcher.once('exit', resolve));
    rmSync(home, { recursive: true, force: true });
  }
};

function said(launcher: ReturnType<typeof spawn>, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const late = setTimeout(() => reject(new Error(`Not ready after ${START_WITHIN_MS / 1000} s:\n${text}`)), START_WITHIN_MS);
    launcher.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!pattern.test(text)) return;
      clearTimeout(late);
      resolve();
    });
    launcher.once('exit', (code) => reject(new Error(`The launcher ended with ${code}:\n${text}`)));
  });
}
