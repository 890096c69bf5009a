import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContentHashes, codeOf, contentHash, isVersionOf, versionOf } from './content-hash';

describe('ContentHashes', () => {
  let folder: string;
  let worked: number;
  let hashes: ContentHashes;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hashes-'));
    writeFileSync(join(folder, 'a.js'), 'a');
    worked = 0;
    hashes = new ContentHashes((path) => {
      worked += 1;
      return contentHash(path);
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('works a hash out once while nothing is written', () => {
    expect([hashes.of(folder), hashes.of(folder)]).toEqual([contentHash(folder), contentHash(folder)]);
    expect(worked).toBe(1);
  });

  it('sees an edit that leaves size and time of modification as they were', () => {
    hashes.of(folder);
    const { atime, mtime } = statSync(join(folder, 'a.js'));
    writeFileSync(join(folder, 'a.js'), 'b');
    utimesSync(join(folder, 'a.js'), atime, mtime);
    expect(hashes.of(folder)).toBe(contentHash(folder));
  });

  it('sees files that come and go', () => {
    const before = hashes.of(folder);
    writeFileSync(join(folder, 'b.js'), '');
    expect(hashes.of(folder)).toBe(contentHash(folder));
    rmSync(join(folder, 'b.js'));
    expect(hashes.of(folder)).toBe(before);
  });
});

describe('a version', () => {
  it('names the code that it is of', () => {
    const hash = `0123456789ab${'c'.repeat(52)}`;
    expect([versionOf('1.0.0', hash), codeOf('1.0.0+0123456789ab')]).toEqual(['1.0.0+0123456789ab', '0123456789ab']);
    expect(isVersionOf('2.0.0+0123456789ab', hash)).toBe(true);
    expect(isVersionOf('2.0.0+0123456789ac', hash)).toBe(false);
  });

  it.each(['1.0.0', '1.0.0+abc', '1.0.0+0123456789AB'])('%s names none', (version) => {
    expect(codeOf(version)).toBeUndefined();
    expect(isVersionOf(version, contentHash())).toBe(false);
  });
});
