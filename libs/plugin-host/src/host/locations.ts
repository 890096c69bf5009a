import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Location of the built code; the sandbox runs nothing else. */
export interface Locations {
  readonly sandbox: string;
  /** The sandbox of one backtest. */
  readonly backtest: string;
  /** The sandbox of many trials. */
  readonly trials: string;
  /** The sandbox that plays variants of one market. */
  readonly observe: string;
  /** Folders of our own code that the sandbox can read. */
  readonly libraries: readonly string[];
  readonly backtestLibraries: readonly string[];
  /** The file that strategies import as `@libs/sdk`. */
  readonly sdk: string;
  /** Declares `.js` files as modules. */
  readonly packageFile: string;
  readonly strategies: string;
}

/** Finds the build relative to this file, whether built or under test. Throws a sentence if there is none. */
export function findLocations(strategies?: string): Locations {
  const dist = distFolder(dirname(fileURLToPath(import.meta.url)));
  const sandbox = join(dist, 'libs/plugin-host/src/sandbox/main.js');
  if (!existsSync(sandbox)) throw new Error(`the strategy sandbox is not built: ${sandbox} does not exist; run "npm run build" first`);
  return {
    sandbox: realpathSync(sandbox),
    backtest: realpathSync(join(dist, 'libs/plugin-host/src/sandbox/backtest-main.js')),
    trials: realpathSync(join(dist, 'libs/plugin-host/src/sandbox/trial-main.js')),
    observe: realpathSync(join(dist, 'libs/plugin-host/src/sandbox/observe-main.js')),
    libraries: foldersOf(dist, ['kernel', 'sdk', 'plugin-host/src/sandbox']),
    backtestLibraries: foldersOf(dist, ['kernel', 'sdk', 'simulation', 'engine', 'backtest', 'plugin-host/src/sandbox']),
    sdk: realpathSync(join(dist, 'libs/sdk/src/index.js')),
    packageFile: realpathSync(join(dist, '../package.json')),
    strategies: realpathSync(strategies ?? join(dist, 'plugins/strategies')),
  };
}

function foldersOf(dist: string, names: readonly string[]): readonly string[] {
  return names.map((name) => realpathSync(join(dist, 'libs', name)));
}

/** `here` is `<root>[/dist]/libs/plugin-host/src/host`. */
function distFolder(here: string): string {
  const root = join(here, '../../../..');
  return root.endsWith(`${sep}dist`) ? root : join(root, 'dist');
}
