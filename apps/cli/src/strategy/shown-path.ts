import { dirname, join, relative } from 'node:path';
import type { StrategyFolder } from '@libs/plugin-host';

/** As short as it can be written from where the person stands. */
export function shownPath(path: string): string {
  const way = relative(process.cwd(), path);
  return way === '' ? '.' : way.startsWith('..') ? path : way;
}

/** `name/src/strategy.ts:12` as a path that an editor opens; `no line` stays away. */
export function shownLine(line: string, { name, path }: StrategyFolder): string {
  return line.startsWith(`${name}/`) ? join(shownPath(dirname(path)), line) : line;
}
