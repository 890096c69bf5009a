import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '@libs/platform';
import { freePort } from '@libs/testkit';
import { homeAt, type Home } from '../home/home';
import { takeLock } from '../home/lock';
import { checkPlatform, checkPort } from './machine-checks';

describe('the platform of a data folder', () => {
  let home: Home;
  let port: number;

  beforeEach(async () => {
    home = homeAt(await mkdtemp(join(tmpdir(), 'plimsoll-doctor-')));
    port = await freePort();
  });

  afterEach(() => rm(home.path, { recursive: true, force: true }));

  function leaveRuntime(pid: number): Promise<void> {
    return writeFile(home.runtime, JSON.stringify({ pid, url: 'http://127.0.0.1:1', startedAt: '2026-01-01T00:00:00Z', market: 'seed 1' }));
  }

  async function details(): Promise<readonly string[]> {
    const settings = loadSettings({ DASHBOARD_PORT: String(port) });
    const platform = await checkPlatform(home);
    return [platform.check.detail, (await checkPort(settings, platform.runtime)).detail];
  }

  it('runs while its launcher holds the lock', async () => {
    await takeLock(home.lock);
    await leaveRuntime(process.pid);
    expect(await details()).toEqual([
      `running as process ${process.pid} since 2026-01-01T00:00:00Z, seed 1`,
      'serving at http://127.0.0.1:1',
    ]);
  });

  it('does not run when its number has gone to another process', async () => {
    // As after a power cut: both files are still there, and this process was given the number of the launcher.
    await writeFile(home.lock, JSON.stringify({ pid: process.pid, started: 'x:1' }));
    await leaveRuntime(process.pid);
    expect(await details()).toEqual(['not running', `${port} is free`]);
  });

  it('has no dashboard yet while the address is that of an earlier launcher', async () => {
    await takeLock(home.lock);
    await leaveRuntime(2 ** 22 + 1);
    expect(await details()).toEqual([`process ${process.pid} works on the data folder, without a dashboard`, `${port} is free`]);
  });
});
