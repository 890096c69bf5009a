import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PlanResult, StrategyDescription } from '@libs/sdk';
import { findLocations } from '../host/locations';
import type { Locations } from '../host/locations';
import { askStrategies } from '../host/ask-strategies';
import type { DescribeResult } from '../host/strategy-sandbox';
import { ContentHashes, contentHash, isVersionOf, versionOf } from './content-hash';
import { DescriptionCache } from './description-cache';
import type { MadeWith } from './kept-code';

/** A strategy that can be deployed. */
export interface RegisteredStrategy extends StrategyDescription {
  /** The author's version and the hash of the built files: `1.0.0+a1b2c3d4e5f6`. */
  readonly version: string;
  /** SHA-256 of the built files, hex. */
  readonly hash: string;
}

/** A folder that holds no usable strategy, and why. */
export interface BrokenStrategy {
  readonly name: string;
  readonly message: string;
}

export interface RegistryListing {
  readonly strategies: readonly RegisteredStrategy[];
  readonly broken: readonly BrokenStrategy[];
}

export interface RegistryOptions {
  /** Folder of built strategies; default the installation's. */
  readonly strategies?: string | undefined;
  /** Where descriptions are kept between runs; default only in memory. */
  readonly cacheFolder?: string;
}

/** Knows the strategies under `plugins/strategies`, without running their code in this process. */
export class StrategyRegistry {
  private readonly locations: Locations;
  private readonly cache: DescriptionCache;
  private readonly sdkFolder: string;
  private readonly hashes = new ContentHashes();

  /** Throws when the build is missing. */
  constructor(options: RegistryOptions = {}) {
    this.locations = findLocations(options.strategies);
    this.cache = new DescriptionCache(options.cacheFolder);
    this.sdkFolder = join(dirname(this.locations.sandbox), '../../../sdk/src/strategy');
  }

  async list(): Promise<RegistryListing> {
    const names = readdirSync(this.locations.strategies, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
    const found = await this.describeAll(names);
    return {
      strategies: found.filter((strategy): strategy is RegisteredStrategy => !isBroken(strategy)),
      broken: found.filter(isBroken),
    };
  }

  /** One strategy by name; undefined when there is none or it is broken. */
  async find(name: string): Promise<RegisteredStrategy | undefined> {
    if (!this.isInstalled(name)) return undefined;
    const [found] = await this.describeAll([name]);
    return found === undefined || isBroken(found) ? undefined : found;
  }

  /**
   * Checks parameters with the strategy itself and says what it watches with them. A strategy that is broken or unknown
   * refuses with a problem whose parameter is null.
   */
  async plan(name: string, params: Readonly<Record<string, unknown>>): Promise<PlanResult> {
    const result = await askStrategies(this.locations.strategies, (asked) => asked.describe(name, params));
    if (result.ok && result.plan !== undefined) return result.plan;
    return { ok: false, problems: [{ parameter: null, message: result.ok ? `${name} gave no plan` : result.message }] };
  }

  /** Whether the strategy of a deployment is installed with other code by now. */
  isOutdated({ strategy, strategyVersion }: MadeWith): boolean {
    return this.isInstalled(strategy) && !isVersionOf(strategyVersion, this.hashes.of(join(this.locations.strategies, strategy)));
  }

  private isInstalled(name: string): boolean {
    return existsSync(join(this.locations.strategies, name, 'src/index.js'));
  }

  private async describeAll(names: readonly string[]): Promise<(RegisteredStrategy | BrokenStrategy)[]> {
    const folders = names.map((name) => ({ name, folder: join(this.locations.strategies, name) }));
    const found: (RegisteredStrategy | BrokenStrategy)[] = [];
    for (const { name, folder } of folders) {
      const key = `${name}-${contentHash(folder, this.sdkFolder)}`;
      // Each in a process of its own, so one that breaks it speaks for itself only.
      const known = this.cache.get(key) ?? (await askStrategies(this.locations.strategies, (asked) => asked.describe(name)));
      if ('ok' in known && known.ok) this.cache.set(key, known.description);
      found.push(registered(name, known, this.hashes.of(folder)));
    }
    return found;
  }
}

function isBroken(strategy: RegisteredStrategy | BrokenStrategy): strategy is BrokenStrategy {
  return 'message' in strategy;
}

function registered(name: string, known: StrategyDescription | DescribeResult, hash: string): RegisteredStrategy | BrokenStrategy {
  if ('ok' in known && !known.ok) return { name, message: known.message };
  const description = 'ok' in known ? known.description : known;
  return { ...description, version: versionOf(description.version, hash), hash };
}
