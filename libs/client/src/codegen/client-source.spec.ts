import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { mutation, query, subscription } from '../generated/api';
import { clientSource } from './client-source';

const root = join(import.meta.dirname, '../../../..');
const sdl = readFileSync(join(root, 'schema.graphql'), 'utf8');

describe('the generated client', () => {
  it('is what schema.graphql gives (else run codegen/write.ts)', () => {
    expect(readFileSync(join(root, 'libs/client/src/generated/api.ts'), 'utf8')).toBe(clientSource(sdl));
  });

  const operations = [query, mutation, subscription].flatMap((group) => Object.values(group));

  it.each(operations.map(({ kind, field, text }) => [`${kind} ${field}`, text]))('has a valid %s', (_name, text) => {
    expect(validate(buildSchema(sdl), parse(text))).toEqual([]);
  });
});

describe('clientSource', () => {
  it('makes nullable arguments optional and lists read-only', () => {
    const source = clientSource('type Query { names(first: Int = 5, of: ID!): [String!]! }');
    expect(source).toContain('readonly first?: number | null;');
    expect(source).toContain('readonly of: string;');
    expect(source).toContain('operation<readonly string[],');
  });

  it('aliases a field whose type differs between members of a union', () => {
    const source = clientSource('type A { limit: String! } type B { limit: String } union R = A | B type Query { r: R! }');
    expect(source).toContain('... on A { limit } ... on B { B__limit: limit }');
  });
});
