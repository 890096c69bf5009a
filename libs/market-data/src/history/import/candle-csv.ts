import { basename } from 'node:path';
import { Decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { InvalidImport, linesOf } from './open-text';
import type { OnBytes } from './open-text';

const HEADERS: Readonly<Record<string, (text: string) => number>> = {
  'timestamp_ms,open,high,low,close,volume': (text) => (/^\d{12,14}$/.test(text) ? Number(text) : NaN),
  'timestamp,open,high,low,close,volume': readIso,
};
const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'];
const NUMBER = /^-?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,2})?$/;

/**
 * Candles of a CSV or CSV.gz file as they stand there: what cannot be read is refused with its row, what can be read and is
 * odd passes, because naming that is the work of `verifyCandles`.
 */
export async function* readCandleCsv(file: string, onBytes?: OnBytes): AsyncGenerator<Bar, void, undefined> {
  let readTime: ((text: string) => number) | undefined;
  let line = 0;
  for await (const text of linesOf(file, onBytes)) {
    line += 1;
    const trimmed = text.trim();
    if (!readTime) {
      readTime = HEADERS[trimmed.replace(/^\uFEFF/, '')];
      if (!readTime)
        throw new InvalidImport(
          `${basename(file)} has the columns "${clip(trimmed)}"; make the first row ${Object.keys(HEADERS).join(' or ')}.`,
        );
    } else if (trimmed !== '') yield toBar(`${basename(file)} row ${line}`, trimmed.split(','), readTime);
  }
  if (!readTime) throw new InvalidImport(`${basename(file)} is empty; give a candle file with a header and rows.`);
}

function toBar(where: string, cells: readonly string[], readTime: (text: string) => number): Bar {
  if (cells.length !== COLUMNS.length)
    throw new InvalidImport(`${where} has ${cells.length} columns instead of 6; repair or remove the row.`);
  const start = readTime(cells[0]!);
  if (!Number.isSafeInteger(start))
    throw new InvalidImport(`${where} has the time "${clip(cells[0]!)}"; write times like the rest of the column.`);
  const numbers = cells.slice(1).map((text, index) => {
    if (NUMBER.test(text)) return Decimal.parse(text);
    throw new InvalidImport(`${where} has the ${COLUMNS[index + 1]} "${clip(text)}", which is not a number; repair or remove the row.`);
  });
  const [open, high, low, close, volume] = numbers as [Decimal, Decimal, Decimal, Decimal, Decimal];
  return { start, open, high, low, close, volume };
}

function readIso(text: string): number {
  if (!/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|\+00:00)$/.test(text)) return NaN;
  return Date.parse(text.replace(' ', 'T'));
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
