import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { freePort } from './free-port';

const BINARIES = ['redis-server', 'valkey-server'];

/** Why tests on Redis cannot run here; undefined when they can. */
export const redisMissing: string | undefined = findBinary() ? undefined : `neither ${BINARIES.join(' nor ')} is installed`;

export interface TestRedis {
  readonly url: string;
}

/**
 * Gives the tests of this `describe` (or file) a Redis of their own on a free port; it goes with the test process, after
 * every hook of yours. Ask `redisMissing` first.
 */
export function withRedis(policy: 'noeviction' | 'allkeys-lru' = 'noeviction'): TestRedis {
  const redis = { url: '' };
  beforeAll(async () => {
    redis.url = await startRedis(policy);
  });
  return redis;
}

/** Starts a Redis on a free port and answers its URL; it goes with this process. */
export async function startRedis(policy: 'noeviction' | 'allkeys-lru' = 'noeviction'): Promise<string> {
  const port = await freePort();
  const serve = `${findBinary()} --port ${port} --bind 127.0.0.1 --save '' --appendonly no --maxmemory-policy ${policy}`;
  // The shell reads until this process is gone, however it went, and then ends the server.
  const server = spawn('sh', ['-c', `${serve} </dev/null & read gone; kill -9 $!`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  server.unref();
  (server.stdin as Socket).unref();
  await answers(port);
  return `redis://127.0.0.1:${port}`;
}

function findBinary(): string | undefined {
  return BINARIES.find((binary) => spawnSync(binary, ['--version']).status === 0);
}

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error(`Redis did not open port ${port} within 5 s`);
}
