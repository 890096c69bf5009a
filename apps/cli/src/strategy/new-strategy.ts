import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { strategiesFolder } from '@libs/plugin-host';
import { bad } from '../data/data-options';
import { EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import { shownPath } from './shown-path';
import { strategyFiles } from './templates';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST = 40;

/** Writes a strategy that works, with its spec and its page; never over something that is there. */
export async function newStrategy(name: string, options: { readonly folder?: string }, terminal: Terminal): Promise<ExitCode> {
  if (!NAME.test(name) || name.length > LONGEST)
    throw bad(`The name is "${name}"; write lower-case words with dashes, at most ${LONGEST} characters, as in night-owl.`);
  const folder = join(options.folder === undefined ? strategiesFolder() : resolve(options.folder), name);
  if (await exists(folder)) throw bad(`${shownPath(folder)} is there already; take another name or remove it.`);
  const files = strategyFiles(name);
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  }
  const where = options.folder === undefined ? name : shownPath(folder);
  const next = [
    `plimsoll strategy lint ${where}`,
    `plimsoll strategy test ${where}`,
    ...(options.folder === undefined ? ['npm run build'] : []),
  ];
  terminal.result([`made ${shownPath(folder)}: ${Object.keys(files).join(', ')}`, ...next.map((line) => `  next: ${line}`)].join('\n'), {
    strategy: name,
    folder,
    files: Object.keys(files),
    next,
  });
  return EXIT.ok;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
