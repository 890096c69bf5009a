import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from '../home/process-identity';
import { outlast, rememberChildren, stragglers } from './stragglers';

async function stubborn(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(1)"], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  return identify(child.pid ?? 0)!;
}

describe('stragglers', () => {
  it('are the remembered children that still live', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plimsoll-children-'));
    const file = join(folder, 'children.json');
    expect(await stragglers(file)).toEqual([]);
    const child = await stubborn();
    rememberChildren(file, [child, { pid: child.pid, started: 'another life' }]);
    expect(await stragglers(file)).toEqual([child]);
    await outlast([child], 0);
    expect(await stragglers(file)).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });

  it('are ended when they do not end by themselves', async () => {
    const child = await stubborn();
    await outlast([child], 50);
    expect(isAlive(child)).toBe(false);
  });
});
