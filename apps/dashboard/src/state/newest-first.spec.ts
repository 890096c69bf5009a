import { put, putPage } from './newest-first';
import type { Ordering } from './newest-first';

interface Row {
  readonly id: string;
  readonly at: string;
  readonly version: number;
}

const ordering: Ordering<Row> = { id: ({ id }) => id, at: ({ at }) => at, isStale: (known, next) => next.version < known.version };
const row = (id: string, at: string, version = 1): Row => ({ id, at, version });
const ids = (rows: readonly Row[]): string => rows.map(({ id, version }) => `${id}${version}`).join(' ');

describe('put', () => {
  const rows = [row('c', '3'), row('a', '1')];

  it('puts a new item where its time says', () => {
    expect(ids(put(rows, row('b', '2'), ordering))).toBe('c1 b1 a1');
    expect(ids(put(rows, row('z', '0'), ordering))).toBe('c1 a1 z1');
  });

  it('puts the later arrival of one instant first', () => {
    expect(ids(put(rows, row('d', '3'), ordering))).toBe('d1 c1 a1');
  });

  it('replaces an item by id without moving it, and twice is once', () => {
    const once = put(rows, row('a', '1', 2), ordering);
    expect(ids(once)).toBe('c1 a2');
    expect(ids(put(once, row('a', '1', 2), ordering))).toBe('c1 a2');
  });

  it('drops what is older than what is known', () => {
    expect(put([row('a', '1', 3)], row('a', '1', 2), ordering)).toEqual([row('a', '1', 3)]);
  });
});

it('merges a page and keeps its order among equal times', () => {
  expect(ids(putPage([row('d', '2')], [row('c', '1'), row('b', '1'), row('a', '1')], ordering))).toBe('d1 c1 b1 a1');
});
