import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../exit-code';
import { checkFolder, writeResult } from './written-place';

describe('where a result is written', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'plimsoll-written-place-'));
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  it('is a folder that is made, with those around it', async () => {
    const folder = join(home, 'deep/er');
    await checkFolder(folder);
    await checkFolder(folder);
    await writeResult(join(folder, 'a.json'), '{}');
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('{}');
  });

  it('is refused where it is a file, or within one', async () => {
    const file = join(home, 'a.json');
    await writeFile(file, '');
    for (const folder of [file, join(file, 'deep/er')])
      await expect(checkFolder(folder)).rejects.toMatchObject({
        exitCode: EXIT.badInput,
        message: `--out is "${folder}"; ${file} is a file, name a folder.`,
      });
  });

  (existsSync('/dev/full') ? it : it.skip)('says which file and why when the disk is full', async () => {
    const file = join(home, 'run.html');
    await symlink('/dev/full', file);
    await expect(writeResult(file, 'text')).rejects.toMatchObject({
      exitCode: EXIT.failed,
      message: `${file} cannot be written: the disk is full (ENOSPC).`,
    });
  });

  // Making folders there with those around them never comes back in Node.
  (existsSync('/proc/self') ? it : it.skip)('is refused where nothing can be made', async () => {
    await expect(checkFolder('/proc/plimsoll/search')).rejects.toMatchObject({
      exitCode: EXIT.badInput,
      message: '--out is "/proc/plimsoll/search"; /proc/plimsoll cannot be made: nothing can be written there (ENOENT).',
    });
  });
});
