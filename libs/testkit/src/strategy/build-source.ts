import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import type { Options } from '@swc/core';

const BUILD = join(import.meta.dirname, '../../../../.swcrc');

/** Writes what `npm run build` makes of a TypeScript source, with its source map; `file` is the `.js` file. Imports stay as they are. */
export function buildSource(file: string, source: string): void {
  const { jsc, ...build } = JSON.parse(readFileSync(BUILD, 'utf8')) as Options;
  const { baseUrl: _baseUrl, paths: _paths, ...compiler } = jsc!;
  const filename = basename(file).replace(/\.js$/, '.ts');
  const { code, map } = transformSync(source, { ...build, jsc: compiler, swcrc: false, filename });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  writeFileSync(`${file}.map`, map!);
}
