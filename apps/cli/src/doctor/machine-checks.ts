import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Settings } from '@libs/platform';
import type { Runtime } from '../api/local-api';
import { readJson, type Home } from '../home/home';
import { holderOf } from '../home/lock';
import { isFree } from '../home/ports';
import { isAlive } from '../home/process-identity';
import { check, megabytes, type Check } from './check';

const OLDEST_NODE = [24, 11] as const;
const LITTLE_DISK = 5 * 1024 ** 3;
const NO_DISK = 512 * 1024 ** 2;

export function checkNode(version = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return check(
    'node',
    fits ? 'ok' : 'failed',
    fits ? version : `${version}; ${OLDEST_NODE.join('.')} or newer is needed: use "npm start" or "npx plimsoll"`,
  );
}

export async function checkHome(home: Home): Promise<Check> {
  const folder = await nearestFolder(home.path);
  try {
    await access(folder, constants.W_OK);
    return check('data folder', 'ok', folder === home.path ? home.path : `${home.path}, made at the first start`);
  } catch {
    return check('data folder', 'failed', `${folder} cannot be written; set PLIMSOLL_HOME to another folder`);
  }
}

/** Bytes that are left where the data folder is, or will be. */
export async function freeBytes(home: Home): Promise<number> {
  const { bavail, bsize } = await statfs(await nearestFolder(home.path));
  return bavail * bsize;
}

export function checkDisk(free: number): Check {
  if (free < NO_DISK) return check('disk', 'failed', `${megabytes(free)} left; make room, or set PLIMSOLL_HOME to another disk`);
  return check('disk', free < LITTLE_DISK ? 'warning' : 'ok', `${megabytes(free)} left`);
}

export async function checkPort({ dashboardPort }: Settings, runtime: Runtime | undefined): Promise<Check> {
  if (runtime) return check('dashboard port', 'ok', `serving at ${runtime.url}`);
  if (dashboardPort === 0) return check('dashboard port', 'ok', 'any free one');
  if (await isFree(dashboardPort)) return check('dashboard port', 'ok', `${dashboardPort} is free`);
  return check('dashboard port', 'failed', `${dashboardPort} is in use by another program; set DASHBOARD_PORT to a free one`);
}

/** Only the lock tells its holder from a later process with the same number. */
export async function checkPlatform(home: Home): Promise<{ check: Check; runtime: Runtime | undefined }> {
  const holder = await holderOf(home.lock);
  if (!holder || !isAlive(holder)) return { check: check('platform', 'ok', 'not running'), runtime: undefined };
  const runtime = await readJson<Runtime>(home.runtime);
  if (runtime?.pid !== holder.pid) {
    const detail = `process ${holder.pid} works on the data folder, without a dashboard`;
    return { check: check('platform', 'ok', detail), runtime: undefined };
  }
  return { check: check('platform', 'ok', `running as process ${runtime.pid} since ${runtime.startedAt}, ${runtime.market}`), runtime };
}

async function nearestFolder(path: string): Promise<string> {
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  return there || path === dirname(path) ? path : nearestFolder(dirname(path));
}
