import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The code that recorded something. */
export interface CodeVersion {
  /** From package.json. */
  readonly version: string;
  /** Hash of the code that core and strategies decide by; equal for two builds that decide alike. */
  readonly code: string;
  /** Of the built checkout, with `-dirty` if it had changes; null without one. */
  readonly commit: string | null;
  /** Of Node.js, whose engine runs the strategies. */
  readonly node: string;
}

/** The version of this process, as recorded in its build. Throws a sentence if there is no build. */
export function codeVersion(root: string = join(import.meta.dirname, '../../../..')): CodeVersion {
  const file = join(root.endsWith(`${sep}dist`) ? root : join(root, 'dist'), 'build.json');
  try {
    const { version, code, commit } = JSON.parse(readFileSync(file, 'utf8')) as Omit<CodeVersion, 'node'>;
    return { version, code, commit, node: process.versions.node };
  } catch (cause) {
    throw new Error(`${file} cannot be read, which says what was built; run "npm run build"`, { cause });
  }
}

/** True if both decide alike, whatever else of the platform changed between them. */
export function decidesAlike(one: CodeVersion, other: CodeVersion): boolean {
  return one.code === other.code && one.node === other.node;
}

/** `0.1.0+1a2b3c4d5e6f (commit 24c1160aa0b1, Node 26.10.0)` */
export function versionText({ version, code, commit, node }: CodeVersion): string {
  return `${version}+${code} (${commit === null ? '' : `commit ${commit}, `}Node ${node})`;
}
