import type { RowFormat } from './row-format';

/** Two rows that claim to be the same fact and are not equal. */
export interface Conflict<Row> {
  readonly stored: Row;
  readonly given: Row;
}

export interface Merged<Row> {
  readonly rows: readonly Row[];
  readonly added: number;
  /** Equal to what is stored already. */
  readonly known: number;
  /** Given rows that stand in the place of stored ones now; only with `replace`. */
  readonly replaced: number;
  /** The stored row stays; empty with `replace`. */
  readonly conflicts: readonly Conflict<Row>[];
}

/** Joins two sets of rows by key; where they differ the stored row stays, unless the given one is to replace it. */
export function mergeRows<Row>(
  format: RowFormat<Row>,
  stored: readonly Row[],
  { given, replace }: { readonly given: readonly Row[]; readonly replace: boolean },
): Merged<Row> {
  const rows = new Map(stored.map((row) => [format.keyOf(row), row]));
  const conflicts: Conflict<Row>[] = [];
  let [added, known, replaced] = [0, 0, 0];
  for (const row of given) {
    const key = format.keyOf(row);
    const before = rows.get(key);
    if (before === undefined) {
      added += 1;
      rows.set(key, row);
    } else if (format.isSame(before, row)) known += 1;
    else if (replace) {
      replaced += 1;
      rows.set(key, row);
    } else conflicts.push({ stored: before, given: row });
  }
  return { rows: [...rows.values()].sort((a, b) => format.compare(a, b)), added, known, replaced, conflicts };
}
