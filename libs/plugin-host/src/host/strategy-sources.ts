import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Sources } from '@libs/backtest';
import { findLocations } from './locations';
import { sourceLine } from './source-line';

/** The files of one strategy: the author's sources if a source map has them, otherwise the built files. */
export function strategySources(name: string, strategies?: string): Sources {
  const { strategies: folder } = findLocations(strategies);
  const built = readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  const files = built.sort().map((file) => {
    const path = join(folder, name, file);
    const shown = `${name}/${file.split(sep).join('/')}`;
    const written = writtenText(`${path}.map`);
    return written === null ? { name: shown, text: readFileSync(path, 'utf8') } : { name: shown.replace(/\.js$/, '.ts'), text: written };
  });
  return { files, locate: (stack) => sourceLine(stack, folder) };
}

function writtenText(mapFile: string): string | null {
  if (!existsSync(mapFile)) return null;
  try {
    const { sourcesContent } = JSON.parse(readFileSync(mapFile, 'utf8')) as { readonly sourcesContent?: readonly (string | null)[] };
    return sourcesContent?.length === 1 ? (sourcesContent[0] ?? null) : null;
  } catch {
    return null; // the built file is read instead
  }
}
