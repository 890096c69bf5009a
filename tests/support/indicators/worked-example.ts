import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of a worked example; what the sheet leaves empty is null. */
export type Row<Column extends string> = Readonly<Record<Column, number | null>>;

/** A worked example of `tests/fixtures/stockcharts`. */
export function workedExample<Column extends string>(name: string, ...columns: readonly Column[]): Row<Column>[] {
  const text = readFileSync(join(import.meta.dirname, '../../fixtures/stockcharts', `${name}.csv`), 'utf8');
  const [head = '', ...lines] = text.trim().split('\n');
  const places = columns.map((column) => [column, head.split(',').indexOf(column)] as const);
  return lines.map((line) => {
    const cells = line.split(',');
    const numberIn = (at: number): number | null => (cells[at] ? Number(cells[at]) : null);
    return Object.fromEntries(places.map(([column, at]) => [column, numberIn(at)])) as Row<Column>;
  });
}

/** A row's bar; where the sheet gives no close or volume, nothing depends on it. */
export function barOf(row: Partial<Row<'high' | 'low' | 'close' | 'volume'>>): {
  high: number;
  low: number;
  close: number;
  volume: number;
} {
  const close = row.close ?? row.low ?? 0;
  return { high: row.high ?? close, low: row.low ?? close, close, volume: row.volume ?? 0 };
}

/** Expects each result that the sheet states, to the last digit it prints. */
export function expectWorked(ours: readonly (number | null | undefined)[], stated: readonly (number | null)[], within: number): void {
  const wrong = stated.flatMap((value, at) => {
    const own = ours[at] ?? NaN;
    return value === null || Math.abs(own - value) <= within ? [] : [{ at, value, own }];
  });
  expect(wrong).toEqual([]);
  expect(stated.filter((value) => value !== null).length).toBeGreaterThan(4);
}
