import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@libs/testkit';
import { rememberedPort } from './ports';

describe('rememberedPort', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-ports-'));
    file = join(folder, 'ports.json');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function remembered(): Promise<object> {
    return JSON.parse(await readFile(file, 'utf8')) as object;
  }

  it('is the same each time while it is free, and another once it is not', async () => {
    const port = await rememberedPort(file, 'simulator');
    expect(await rememberedPort(file, 'simulator')).toBe(port);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const next = await rememberedPort(file, 'simulator');
    await new Promise((resolve) => other.close(resolve));
    expect(next).not.toBe(port);
    expect(await remembered()).toEqual({ simulator: next });
  });

  it('is never that of another name, whose process is yet to start', async () => {
    const picked = [4_001, 4_001, 4_001, 4_002];
    const pick = async (): Promise<number> => picked.shift()!;
    expect(await rememberedPort(file, 'dashboard', pick)).toBe(4_001);
    expect(await rememberedPort(file, 'postgres', pick)).toBe(4_002);
    expect(await remembered()).toEqual({ dashboard: 4_001, postgres: 4_002 });
  });

  it('is a new one where two names were given the same before', async () => {
    const port = await freePort();
    await writeFile(file, JSON.stringify({ dashboard: port, postgres: port }));
    expect(await rememberedPort(file, 'postgres')).not.toBe(port);
    expect(await rememberedPort(file, 'dashboard')).toBe(port);
  });
});
