import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { GUARD_FILE, GUARD_MODULE, guardLoops } from './guard-loops';

/** A copy of one built strategy whose loops are counted. */
export interface GuardedStrategy {
  /** For a sandbox: holds this strategy only. */
  readonly strategies: string;
  /** The counting module. */
  readonly guard: string;
  remove(): void;
}

export function guardedStrategy(name: string, strategies: string, packageFile: string): GuardedStrategy {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-guarded-')));
  cpSync(join(strategies, name), join(folder, name), { recursive: true });
  cpSync(packageFile, join(folder, name, 'package.json'));
  const guard = join(folder, name, 'src', GUARD_FILE);
  for (const file of readdirSync(join(folder, name, 'src'), { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.js'))) {
    const path = join(folder, name, 'src', file);
    const way = relative(dirname(path), guard).split(sep).join('/');
    writeFileSync(path, guardLoops(readFileSync(path, 'utf8'), way.startsWith('.') ? way : `./${way}`));
  }
  writeFileSync(guard, GUARD_MODULE);
  return { strategies: folder, guard, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
