import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findLocations } from '../host/locations';
import { codeOf, contentHash, isVersionOf } from './content-hash';

/** What a deployment says of its code: `ema-cross` and `1.0.0+a1b2c3d4e5f6`. */
export interface MadeWith {
  readonly strategy: string;
  readonly strategyVersion: string;
}

export interface KeptCodeOptions {
  /** The installation's data folder. */
  readonly home: string;
  /** Folder of built strategies, from which code is kept; default the installation's. */
  readonly strategies?: string | undefined;
}

/** The code of a deployment is neither kept as it was nor installed any more; the message says what to do. */
export class CodeNotKept extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CodeNotKept';
  }
}

const READ_ONLY = 0o444;

/**
 * The built strategies that deployments were made with, each as `<home>/strategies/<digits of its hash>/<name>`. A deployment goes on with
 * that code whatever becomes of the installed one.
 */
export class KeptCode {
  /** Of all that is kept. */
  readonly folder: string;
  private readonly installed: string;

  constructor({ home, strategies }: KeptCodeOptions) {
    const folder = join(home, 'strategies');
    mkdirSync(folder, { recursive: true });
    this.folder = realpathSync(folder);
    this.installed = findLocations(strategies).strategies;
  }

  /** The folder that holds the code of a deployment and no other, checked; what is still installed is kept first. */
  find(made: MadeWith): string {
    const place = this.placeOf(made);
    if (this.keep(made)) return place;
    const found = existsSync(join(place, made.strategy)) ? 'has been changed' : 'is missing';
    throw new CodeNotKept(
      `${made.strategy} was deployed as ${made.strategyVersion}; that code is no longer installed, and ${place}, where it would be kept, ${found}; ` +
        'put that folder back from a copy of the data folder, or stop this deployment and deploy the strategy again',
    );
  }

  /** Keeps the code that a deployment is made with; false when what is installed is another and it was not kept before. */
  keep(made: MadeWith): boolean {
    const place = this.placeOf(made);
    const isKept = holds(place, made);
    if (!holds(this.installed, made)) return isKept;
    if (!isKept) return this.copy(made, place);
    this.renewMaps(made, place);
    return true;
  }

  /** Where `find` looks. */
  placeOf({ strategyVersion }: MadeWith): string {
    return join(this.folder, codeOf(strategyVersion) ?? 'unknown');
  }

  /** Whole or not at all: it is put together elsewhere and checked before it goes to its place. */
  private copy(made: MadeWith, place: string): boolean {
    const draft = join(this.folder, `draft-${randomUUID()}`);
    try {
      copyModules(join(this.installed, made.strategy), join(draft, made.strategy));
      if (!holds(draft, made)) return false;
      if (existsSync(place) && !holds(place, made)) rmSync(place, { recursive: true });
      renameSync(draft, place);
    } catch (error) {
      // Another process may keep the same code at the same time.
      if (!holds(place, made)) throw error;
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    return true;
  }

  /** The same code may stand on other lines by now: its comments are not part of the build. */
  private renewMaps({ strategy }: MadeWith, place: string): void {
    const [from, to] = [join(this.installed, strategy), join(place, strategy)];
    for (const file of filesIn(from, /\.js\.map$/)) {
      const map = readFileSync(join(from, file));
      if (existsSync(join(to, file)) && readFileSync(join(to, file)).equals(map)) continue;
      const draft = join(this.folder, `draft-${randomUUID()}`);
      writeFileSync(draft, map, { mode: READ_ONLY, flush: true });
      renameSync(draft, join(to, file));
    }
  }
}

function holds(folder: string, { strategy, strategyVersion }: MadeWith): boolean {
  const path = join(folder, strategy);
  return existsSync(join(path, 'src/index.js')) && isVersionOf(strategyVersion, contentHash(path));
}

/** With the maps that lead to the author's lines. */
function copyModules(from: string, to: string): void {
  for (const file of filesIn(from, /\.js(\.map)?$/)) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), readFileSync(join(from, file)), { mode: READ_ONLY, flush: true });
  }
  writeFileSync(join(to, 'package.json'), '{"type":"module"}\n', { mode: READ_ONLY, flush: true });
}

function filesIn(folder: string, name: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => name.test(file));
}
