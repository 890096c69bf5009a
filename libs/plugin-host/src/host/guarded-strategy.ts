import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { GUARD_FILE, GUARD_MODULE, guardLoops } from './guard-loops';
import type { Locations } from './locations';

type Places = Pick<Locations, 'strategies' | 'packageFile'>;

/** A copy of built strategies whose loops are counted. */
export interface GuardedStrategies {
  /** For a sandbox: holds these strategies only. */
  readonly strategies: string;
  /** The counting module of each, by name. */
  readonly guards: Readonly<Record<string, string>>;
  remove(): void;
}

export function guardedStrategies(names: readonly string[], places: Places): GuardedStrategies {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-guarded-')));
  const guards = Object.fromEntries(names.map((name) => [name, guarded(name, join(folder, name), places)]));
  return { strategies: folder, guards, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Copies one; gives the path of its counting module. */
function guarded(name: string, to: string, { strategies, packageFile }: Places): string {
  const from = join(strategies, name, 'src');
  const guard = join(to, 'src', GUARD_FILE);
  for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((one) => /\.js(\.map)?$/.test(one))) {
    const path = join(to, 'src', file);
    const text = readFileSync(join(from, file), 'utf8');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.endsWith('.js') ? guardLoops(text, wayTo(guard, path)) : text);
  }
  cpSync(packageFile, join(to, 'package.json'));
  writeFileSync(guard, GUARD_MODULE);
  return guard;
}

/** As an import in `from` names `file`. */
function wayTo(file: string, from: string): string {
  const way = relative(dirname(from), file).split(sep).join('/');
  return way.startsWith('.') ? way : `./${way}`;
}
