import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withStrategies } from '@libs/testkit';

/** A copy of what is built here, for a test that changes it as an upgrade does; with strategies of its own beside the bundled ones. */
export class Installation {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-installation-')));
  /** Where the built strategies are. */
  readonly strategies = join(this.root, 'dist/plugins/strategies');

  constructor(strategies: Parameters<typeof withStrategies>[0]) {
    for (const name of ['bin', 'dist', 'package.json']) cpSync(name, join(this.root, name), { recursive: true });
    symlinkSync(resolve('node_modules'), join(this.root, 'node_modules'));
    const own = withStrategies(strategies);
    cpSync(own.folder, this.strategies, { recursive: true });
    own.remove();
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
