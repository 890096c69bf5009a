import { basename } from 'node:path';
import { Decimal } from '@libs/kernel';
import { InvalidImport, linesOf } from './open-text';
import { LocalClock, type Zone } from './local-time';
import type { OnBytes } from './open-text';

/** Reads the time of a row, in epoch milliseconds; a sentence of what to do where it is none. */
export type Clock = (text: string, local: LocalClock | null) => number | string;

export interface CsvOptions {
  readonly onBytes?: OnBytes | undefined;
  /** Of times that name none themselves. */
  readonly zone?: Zone | undefined;
}

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
  { onBytes, zone }: CsvOptions,
): AsyncGenerator<CsvRow, void, undefined> {
  let columns: readonly string[] | undefined;
  let clock: Clock = readMillis;
  const local = zone ? new LocalClock(zone) : null;
  let line = 0;
  for await (const text of linesOf(file, onBytes)) {
    line += 1;
    const trimmed = text.trim();
    if (!columns) {
      const header = trimmed.replace(/^\uFEFF/, '');
      // A gzip file that was renamed, an archive, a database: nothing of it is fit for a terminal.
      if (/[^\P{Cc}\t]|\uFFFD/u.test(header))
        throw new InvalidImport(`${basename(file)} is not text; unpack it, or end its name with .gz if it is gzip.`);
      if (!Object.hasOwn(headers, header))
        throw new InvalidImport(
          `${basename(file)} has the columns "${clip(trimmed)}"; make the first row ${Object.keys(headers).join(' or ')}.`,
        );
      clock = headers[header]!;
      if (zone && clock === readMillis)
        throw new InvalidImport(`${basename(file)} has times in milliseconds since 1970, which have no zone; omit --timezone.`);
      columns = header.split(',');
    } else if (trimmed !== '') yield toRow(`${basename(file)} row ${line}`, trimmed.split(','), { columns, clock, local });
  }
  if (!columns) throw new InvalidImport(`${basename(file)} is empty; give a file with a header and rows.`);
}

function toRow(
  where: string,
  cells: readonly string[],
  { columns, clock, local }: { readonly columns: readonly string[]; readonly clock: Clock; readonly local: LocalClock | null },
): CsvRow {
  if (cells.length !== columns.length)
    throw new InvalidImport(`${where} has ${cells.length} columns instead of ${columns.length}; repair or remove the row.`);
  const time = clock(cells[0]!, local);
  if (typeof time === 'string') throw new InvalidImport(`${where} has the time "${clip(cells[0]!)}"; ${time}.`);
  const numbers = cells.slice(1).map((text, index) => {
    if (NUMBER.test(text)) return Decimal.parse(text);
    throw new InvalidImport(`${where} has the ${columns[index + 1]} "${clip(text)}", which is not a number; repair or remove the row.`);
  });
  return { where, time, numbers };
}

export function readMillis(text: string): number | string {
  return /^\d{12,14}$/.test(text) ? Number(text) : 'write milliseconds since 1970, like 1748736000000';
}

const ISO = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|\+00:00)?$/;

export function readIso(text: string, local: LocalClock | null): number | string {
  const [, day, clock, utc] = ISO.exec(text) ?? [];
  const at = Date.parse(`${day}T${clock}Z`);
  // A 30th of February reads as one of March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) return 'write times in UTC, like 2025-06-01T00:00:00Z';
  if (utc !== undefined) return at;
  if (local === null) return 'say in which zone that is, as --timezone Europe/Berlin, +02:00 or UTC';
  const moments = local.momentsOf(at);
  if (moments.length === 1) return moments[0]!;
  const { name } = local.zone;
  return moments.length === 0
    ? `clocks of ${name} were turned forward over it, so it never was; take another --timezone, or remove the row`
    : `clocks of ${name} were turned back and showed it twice; write which one it is in UTC, as ${moments.map(utcText).join(' or ')}`;
}

function utcText(at: number): string {
  return new Date(at).toISOString().replace('.000', '');
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
