import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { GUARD_FILE, GUARD_MODULE, guardLoops } from './guard-loops';

/** A copy of built strategies whose loops are counted. */
export interface GuardedStrategies {
  /** For a sandbox: holds these strategies only. */
  readonly strategies: string;
  /** The counting module of each, by name. */
  readonly guards: Readonly<Record<string, string>>;
  remove(): void;
}

export function guardedStrategies(names: readonly string[], strategies: string, packageFile: string): GuardedStrategies {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-guarded-')));
  const guards = Object.fromEntries(names.map((name) => [name, guarded(join(strategies, name), join(folder, name), packageFile)]));
  return { strategies: folder, guards, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Copies one; gives the path of its counting module. */
function guarded(from: string, to: string, packageFile: string): string {
  cpSync(from, to, { recursive: true });
  cpSync(packageFile, join(to, 'package.json'));
  const guard = join(to, 'src', GUARD_FILE);
  for (const file of readdirSync(join(to, 'src'), { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.js'))) {
    const path = join(to, 'src', file);
    const way = relative(dirname(path), guard).split(sep).join('/');
    writeFileSync(path, guardLoops(readFileSync(path, 'utf8'), way.startsWith('.') ? way : `./${way}`));
  }
  writeFileSync(guard, GUARD_MODULE);
  return guard;
}
