import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from './lock';
import { identify } from './process-identity';

describe('takeLock', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-lock-'));
    file = join(folder, 'launcher.lock');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('names this process and leaves nothing behind when it is released', async () => {
    const lock = await takeLock(file);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(identify(process.pid));
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused in one sentence while its holder lives', async () => {
    await takeLock(file);
    await expect(takeLock(file)).rejects.toThrow(`already runs on this data folder as process ${process.pid}`);
  });

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: 'x:1' })],
    ['another process that got its number', JSON.stringify({ pid: process.pid, started: 'x:1' })],
    ['half a file', '{"pid":'],
  ])('is taken over from %s', async (_, content) => {
    await writeFile(file, content);
    await takeLock(file);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(identify(process.pid));
    expect(await readdir(folder)).toEqual(['launcher.lock']);
  });

  it('goes to one of many that want it at once', async () => {
    await writeFile(file, JSON.stringify({ pid: 2 ** 22 + 1, started: 'x:1' }));
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(file)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
