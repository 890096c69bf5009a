import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Strategy } from '@libs/sdk';
import { noSuchStrategy } from './no-such-strategy';

const NAME = /^[a-z][a-z0-9-]*$/;

/** Loads strategy modules by name and folder, at once and each only once. */
export class ModuleLoader {
  private readonly require: NodeJS.Require;
  private readonly loaded = new Map<string, Strategy>();

  constructor(
    private readonly folder: string,
    from: string,
  ) {
    this.require = createRequire(from);
  }

  /** Any module that this process may read. */
  module(file: string): unknown {
    return this.require(file);
  }

  /** The `strategy` export of a plugin; throws a sentence when it has none. */
  load(name: string, folder: string = this.folder): Strategy {
    if (!NAME.test(name)) throw new Error(`"${name}" is not the name of a strategy`);
    const entry = join(folder, name, 'src/index.js');
    const known = this.loaded.get(entry);
    if (known !== undefined) return known;
    if (!existsSync(entry)) throw new Error(noSuchStrategy(name));
    const module = this.require(entry) as { readonly strategy?: Strategy };
    const { strategy } = module;
    if (strategy?.kind !== 'strategy') throw new Error(`plugins/strategies/${name} must export a const "strategy" made by defineStrategy`);
    if (strategy.name !== name)
      throw new Error(`plugins/strategies/${name} exports a strategy named ${strategy.name}; both must be the same`);
    this.loaded.set(entry, strategy);
    return strategy;
  }
}
