import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printSchema } from '../../apps/api/src/schema/schema-text';
import { ROOT } from './source-files';

describe('schema.graphql', () => {
  it('is what the resolvers declare; `npm run schema` writes it anew', async () => {
    expect(await printSchema()).toBe(readFileSync(join(ROOT, 'schema.graphql'), 'utf8'));
  });
});
