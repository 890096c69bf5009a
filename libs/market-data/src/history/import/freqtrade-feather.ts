import { basename } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { CompressionType, setCompressionCodec, tableFromIPC, type Column } from '@uwdata/flechette';
import { Decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { checkArrowCounts } from './arrow-counts';
import { unpackLz4Frame } from './lz4-frame';
import { InvalidImport, wholeBytes } from './open-text';
import type { OnBytes } from './open-text';
import type { FundingSettlement } from '../series';
import { settlementOf } from './funding-rate';

const COLUMNS = ['date', 'open', 'high', 'low', 'close', 'volume'] as const;

/**
 * Candles as freqtrade keeps them in Feather, which is the Arrow file format with its buffers compressed by LZ4 (or ZSTD): columns `date`,
 * a time in UTC, and `open high low close volume` as binary doubles. Each double becomes the shortest decimal that is the same double, which
 * is the text that the exchange had sent.
 */
export async function* readFreqtradeFeather(file: string, onBytes?: OnBytes): AsyncGenerator<Bar, void, undefined> {
  const [dates, ...amounts] = columnsOf(file, await wholeBytes(file, onBytes), COLUMNS);
  for (let row = 0; row < dates!.length; row += 1) {
    const [open, high, low, close, volume] = amounts.map((column, index) => amountOf(file, row, COLUMNS[index + 1]!, column[row])) as [
      ...[Decimal, Decimal, Decimal, Decimal, Decimal],
    ];
    yield { start: timeOf(file, row, dates![row]), open, high, low, close, volume };
  }
}

/** Settlements of funding, whose rate freqtrade keeps as the open of a candle. */
export async function* readFreqtradeFundingFeather(file: string, onBytes?: OnBytes): AsyncGenerator<FundingSettlement, void, undefined> {
  const [dates, rates] = columnsOf(file, await wholeBytes(file, onBytes), ['date', 'open']);
  for (let row = 0; row < dates!.length; row += 1) {
    const rate = amountOf(file, row, 'open', rates![row]);
    yield settlementOf(`${basename(file)} row ${row + 1}`, timeOf(file, row, dates![row]), rate);
  }
}

/** Their values in the order of the names. */
function columnsOf(file: string, bytes: Uint8Array, wanted: readonly string[]): readonly ArrayLike<unknown>[] {
  allowCompression();
  let names: readonly string[];
  try {
    checkArrowCounts(bytes);
    const table = tableFromIPC(bytes);
    names = table.names;
    if (wanted.every((name) => names.includes(name))) return wanted.map((name) => valuesOf(table.getChild(name), table.numRows));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidImport(`${basename(file)} is not a whole Feather file (${why}); fetch it again.`, { cause: error });
  }
  const lacking = wanted.filter((name) => !names.includes(name));
  throw new InvalidImport(
    `${basename(file)} has the columns ${names.join(', ')}, and not ${lacking.join(', ')}; give a file that freqtrade wrote.`,
  );
}

/** Where a count of rows is damaged, what lies behind the last value would be read for as long as it says. */
function valuesOf(column: Column<unknown>, rows: number): ArrayLike<unknown> {
  const isWhole = column.data.every(({ length, values }) => ArrayBuffer.isView(values) && (values as Float64Array).length >= length);
  if (column.length !== rows || !isWhole) throw new Error('it declares more values than it contains');
  return column.toArray();
}

/** A buffer never comes out larger than announced, so that a damaged length cannot take all memory. */
function unpackZstd(bytes: Uint8Array, size: number): Uint8Array {
  return new Uint8Array(zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, size) }));
}

function allowCompression(): void {
  const encode = (): never => {
    throw new Error('Feather files are only read here');
  };
  setCompressionCodec(CompressionType.LZ4_FRAME, { encode, decode: unpackLz4Frame });
  setCompressionCodec(CompressionType.ZSTD, { encode, decode: unpackZstd });
}

function timeOf(file: string, row: number, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw bad(file, row, `has ${String(value)} where a time is expected`);
}

function amountOf(file: string, row: number, column: string, value: unknown): Decimal {
  if (typeof value === 'number' && Number.isFinite(value)) return Decimal.fromNumber(value);
  throw bad(file, row, `has the ${column} ${String(value)}, which is not a number`);
}

function bad(file: string, row: number, what: string): InvalidImport {
  return new InvalidImport(`${basename(file)} row ${row + 1} ${what}; repair or remove it.`);
}
