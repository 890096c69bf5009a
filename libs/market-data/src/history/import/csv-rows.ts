import { basename } from 'node:path';
import { Decimal } from '@libs/kernel';
import { InvalidImport, linesOf } from './open-text';
import type { OnBytes } from './open-text';

/** Reads the time of a row; NaN where it is none. */
export type Clock = (text: string) => number;

const NUMBER = /^-?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,2})?$/;

export interface CsvRow {
  /** For messages. */
  readonly where: string;
  readonly time: number;
  readonly numbers: readonly Decimal[];
}

/** Rows of a CSV or CSV.gz file that begins with one of the headers: a time, then numbers. */
export async function* csvRows(
  file: string,
  headers: Readonly<Record<string, Clock>>,
  onBytes?: OnBytes,
): AsyncGenerator<CsvRow, void, undefined> {
  let columns: readonly string[] | undefined;
  let clock: Clock = readMillis;
  let line = 0;
  for await (const text of linesOf(file, onBytes)) {
    line += 1;
    const trimmed = text.trim();
    if (!columns) {
      const header = trimmed.replace(/^\uFEFF/, '');
      // A gzip file that was renamed, an archive, a database: nothing of it is fit for a terminal.
      if (/[^\P{Cc}\t]|\uFFFD/u.test(header))
        throw new InvalidImport(`${basename(file)} is no text; unpack it, or let its name end with .gz where it is gzip.`);
      if (!Object.hasOwn(headers, header))
        throw new InvalidImport(
          `${basename(file)} has the columns "${clip(trimmed)}"; make the first row ${Object.keys(headers).join(' or ')}.`,
        );
      clock = headers[header]!;
      columns = header.split(',');
    } else if (trimmed !== '') yield toRow(`${basename(file)} row ${line}`, trimmed.split(','), { columns, clock });
  }
  if (!columns) throw new InvalidImport(`${basename(file)} is empty; give a file with a header and rows.`);
}

function toRow(
  where: string,
  cells: readonly string[],
  { columns, clock }: { readonly columns: readonly string[]; readonly clock: Clock },
): CsvRow {
  if (cells.length !== columns.length)
    throw new InvalidImport(`${where} has ${cells.length} columns instead of ${columns.length}; repair or remove the row.`);
  const time = clock(cells[0]!);
  if (!Number.isSafeInteger(time))
    throw new InvalidImport(
      `${where} has the time "${clip(cells[0]!)}"; ${WRITTEN.get(clock) ?? 'write times like the rest of the column'}.`,
    );
  const numbers = cells.slice(1).map((text, index) => {
    if (NUMBER.test(text)) return Decimal.parse(text);
    throw new InvalidImport(`${where} has the ${columns[index + 1]} "${clip(text)}", which is not a number; repair or remove the row.`);
  });
  return { where, time, numbers };
}

export function readMillis(text: string): number {
  return /^\d{12,14}$/.test(text) ? Number(text) : NaN;
}

export function readIso(text: string): number {
  if (!/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|\+00:00)$/.test(text)) return NaN;
  return Date.parse(text.replace(' ', 'T'));
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const WRITTEN: ReadonlyMap<Clock, string> = new Map([
  [readMillis, 'write milliseconds since 1970, like 1748736000000'],
  [readIso, 'write times in UTC, like 2025-06-01T00:00:00Z'],
]);
