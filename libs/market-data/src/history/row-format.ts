import type { FileColumn } from './parquet-file';

/** How rows of one kind lie in a file and are told apart. */
export interface RowFormat<Row> {
  /** Rows with equal keys are the same fact. */
  keyOf(row: Row): string | number;
  timeOf(row: Row): number;
  /** The order in a file. */
  compare(a: Row, b: Row): number;
  isSame(a: Row, b: Row): boolean;
  encode(rows: readonly Row[]): readonly FileColumn[];
  decode(columns: ReadonlyMap<string, FileColumn>): readonly Row[];
  /** For messages. */
  describe(row: Row): string;
}

/** The column of that name as exact numbers; a file without it is not of this kind. */
export function numbersOf(columns: ReadonlyMap<string, FileColumn>, name: string): Extract<FileColumn, { units: BigInt64Array }> {
  const column = columns.get(name);
  if (!column || column.type === 'text') throw new Error(`it has no column ${name} of numbers`);
  return column;
}

export function textsOf(columns: ReadonlyMap<string, FileColumn>, name: string): readonly string[] {
  const column = columns.get(name);
  if (column?.type !== 'text') throw new Error(`it has no column ${name} of text`);
  return column.texts;
}

/** Times as a column. */
export function timeColumn(name: string, times: readonly number[]): FileColumn {
  return { name, type: 'time', units: BigInt64Array.from(times, BigInt), scale: 0 };
}
