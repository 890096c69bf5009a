import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alone } from './search-start';

describe('a search that is started while it runs', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-alone-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is refused with the process that runs it, and may start once that is over', async () => {
    const file = join(folder, 'ema-cross', 'a.jsonl');
    await alone(file, async () => {
      await expect(alone(file, async () => 'begun twice')).rejects.toThrow(`Process ${process.pid} runs this search already`);
    });
    expect(await alone(file, async () => 'begun')).toBe('begun');
    expect(await readdir(join(folder, 'ema-cross'))).toEqual([]);
  });
});
