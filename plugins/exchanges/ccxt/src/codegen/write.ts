import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memberSource } from './member-source';

/** Run from the repository's root after a build: `node dist/plugins/exchanges/ccxt/src/codegen/write.js`. */
writeFileSync(join(process.cwd(), 'plugins/exchanges/ccxt/src/generated/members.ts'), memberSource());
