import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LineReader } from './line-reader';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lines-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

async function linesOf(file: string): Promise<string[]> {
  const reader = new LineReader(file);
  const lines: string[] = [];
  for (;;) {
    const line = reader.next();
    if (line !== undefined) lines.push(line);
    else if (reader.isOver) return lines;
    else await reader.read();
  }
}

describe('LineReader', () => {
  // Two megabytes of lines of many lengths, with letters of several bytes that fall across the chunks.
  const many = Array.from({ length: 20_000 }, (_, index) => `${index} ${'äö€'.repeat(index % 30)}`);

  it('gives the lines of a plain and of a packed file', async () => {
    expect(await linesOf(await write('a.txt', many.join('\n')))).toEqual(many);
    expect(await linesOf(await write('a.gz', gzipSync(`${many.join('\n')}\n`)))).toEqual(many);
  });

  it('has nothing at once, and one chunk after it has read', async () => {
    const reader = new LineReader(await write('b.txt', many.join('\n')));
    expect([reader.next(), reader.isEmpty, reader.isOver]).toEqual([undefined, true, false]);
    await reader.read();
    expect(reader.next()).toBe('0 ');
    expect(reader.bytesRead).toBeLessThanOrEqual(512 * 1024);
    reader.close();
    expect(reader.isOver).toBe(true);
  });

  it('is over at once for an empty file', async () => {
    expect(await linesOf(await write('c.txt', ''))).toEqual([]);
  });

  it('tells a torn and a missing file from a whole one', async () => {
    const torn = await write('d.gz', gzipSync(many.join('\n')).subarray(0, 5_000));
    await expect(linesOf(torn)).rejects.toThrow('d.gz is not whole gzip data; fetch it again or unpack it.');
    await expect(linesOf(join(folder, 'missing.txt'))).rejects.toThrow(/does not exist; give the path of a market file\./);
  });
});
