import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const POSITION = /(?:file:\/\/)?(\/[^\s()]+?|[A-Za-z]:[^\s()]+?):(\d+):(\d+)\)?$/;

/**
 * The author's own line in a stack: the first frame inside the strategies' folder, through its source map if there is one.
 * `ema-cross/src/strategy.ts:42`; null if no frame is the author's.
 */
export function sourceLine(stack: string, strategies: string): string | null {
  for (const line of stack.split('\n')) {
    const [, place, row = '', column = ''] = POSITION.exec(line.trim()) ?? [];
    if (place === undefined) continue;
    const path = place.startsWith('/') ? decodeURIComponent(place) : fileURLToPath(`file:///${place}`);
    if (!path.startsWith(strategies + sep)) continue;
    const file = relative(strategies, path).split(sep).join('/');
    const mapped = mappedLine(`${path}.map`, Number(row), Number(column));
    return mapped === null ? `${file}:${row}` : `${file.replace(/\.js$/, '.ts')}:${mapped}`;
  }
  return null;
}

function mappedLine(mapFile: string, row: number, column: number): number | null {
  if (!existsSync(mapFile)) return null;
  try {
    const map = new SourceMap(JSON.parse(readFileSync(mapFile, 'utf8')) as ConstructorParameters<typeof SourceMap>[0]);
    const entry = map.findEntry(row - 1, column - 1);
    return 'originalLine' in entry ? entry.originalLine + 1 : null;
  } catch {
    return null; // a map that cannot be read costs the better line number, nothing else
  }
}
