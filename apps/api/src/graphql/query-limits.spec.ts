import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { withinLimits } from './query-limits';

const schema = buildSchema('type Query { a: Query b: Int }');

function problems(text: string): string[] {
  return validate(schema, parse(text), [withinLimits]).map(({ message }) => message);
}

function nested(levels: number): string {
  return levels === 1 ? '{ b }' : `{ a ${nested(levels - 1)} }`;
}

describe('withinLimits', () => {
  it('lets ten levels pass and names the eleventh', () => {
    expect(problems(nested(10))).toEqual([]);
    expect(problems(nested(11))).toEqual(['The operation is 11 levels deep; at most 10 are allowed.']);
  });

  it('counts a fragment each time it is spread', () => {
    const twenty = Array.from({ length: 20 }, (_, i) => `b${i}: b`).join(' ');
    const spread = Array.from({ length: 26 }, (_, i) => `a${i}: a { ...Twenty }`).join(' ');
    expect(problems(`{ ${spread} } fragment Twenty on Query { ${twenty} }`)).toEqual(['The operation asks more than 500 fields.']);
  });

  it('names how many things are asked at once', () => {
    const roots = Array.from({ length: 31 }, (_, i) => `b${i}: b`).join(' ');
    expect(problems(`{ ${roots} }`)).toEqual(['The operation asks 31 things at once; at most 30 are allowed.']);
  });

  it('lets tools introspect', () => {
    expect(problems(getIntrospectionQuery())).toEqual([]);
  });
});
