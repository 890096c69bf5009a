import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Digits of a content hash that stand in a version. */
const DIGITS = 12;

/** SHA-256 over the built modules of folders: names and contents, in order of name, as hex. */
export function contentHash(...folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const file of modulesIn(folder)) {
      const content = readFileSync(join(folder, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

/** `1.0.0+a1b2c3d4e5f6`: the author's version, and which code it is. */
export function versionOf(authored: string, hash: string): string {
  return `${authored}+${hash.slice(0, DIGITS)}`;
}

export function isVersionOf(version: string, hash: string): boolean {
  return codeOf(version) === hash.slice(0, DIGITS);
}

/** Which code a version is of: the first digits of its hash; undefined for text that does not say. */
export function codeOf(version: string): string | undefined {
  return /\+([0-9a-f]{12})$/.exec(version)?.[1];
}

/** Content hashes of folders, worked out again only where a file was written since. */
export class ContentHashes {
  private readonly known = new Map<string, { readonly stamp: string; readonly hash: string }>();

  constructor(private readonly hashOf: (folder: string) => string = contentHash) {}

  of(folder: string): string {
    const stamp = stampOf(folder);
    const known = this.known.get(folder);
    if (known?.stamp === stamp) return known.hash;
    const hash = this.hashOf(folder);
    this.known.set(folder, { stamp, hash });
    return hash;
  }
}

/** Changes with every write: unlike a file's time of modification, that of its last change cannot be set back. */
function stampOf(folder: string): string {
  const stamps = modulesIn(folder).map((file) => {
    const { ino, size, ctimeNs } = statSync(join(folder, file), { bigint: true });
    return `${file} ${ino} ${size} ${ctimeNs}`;
  });
  return stamps.join('\n');
}

/** With `/` on every system, so that a hash is the same everywhere. */
function modulesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.split(sep).join('/'))
    .sort();
}
