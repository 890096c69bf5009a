import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { GUARD_FILE, GUARD_MODULE, guardLoops } from './guard-loops';
import type { Locations } from './locations';

type Places = Pick<Locations, 'strategies' | 'packageFile' | 'sdk'>;

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
function guarded(name: string, to: string, { strategies, packageFile, sdk }: Places): string {
  const from = join(strategies, name);
  cpSync(from, to, { recursive: true });
  cpSync(packageFile, join(to, 'package.json'));
  const guard = join(to, 'src', GUARD_FILE);
  for (const file of readdirSync(join(to, 'src'), { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.js'))) {
    const path = join(to, 'src', file);
    // A build names the SDK by its way there, which leads elsewhere from the copy.
    const text = readFileSync(path, 'utf8').replaceAll(`"${wayTo(sdk, join(from, 'src', file))}"`, '"@libs/sdk"');
    writeFileSync(path, guardLoops(text, wayTo(guard, path)));
  }
  writeFileSync(guard, GUARD_MODULE);
  return guard;
}

/** As an import in `from` names `file`. */
function wayTo(file: string, from: string): string {
  const way = relative(dirname(from), file).split(sep).join('/');
  return way.startsWith('.') ? way : `./${way}`;
}
