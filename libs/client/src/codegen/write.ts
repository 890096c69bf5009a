import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientSource } from './client-source';

/** Run from the repository's root after a build: `node dist/libs/client/src/codegen/write.js`. */
const root = process.cwd();
writeFileSync(join(root, 'libs/client/src/generated/api.ts'), clientSource(readFileSync(join(root, 'schema.graphql'), 'utf8')));
