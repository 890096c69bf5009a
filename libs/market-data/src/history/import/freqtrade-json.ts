import { basename } from 'node:path';
import { Decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import type { FundingSettlement, PublicTrade } from '../series';
import { settlementOf } from './funding-rate';
import { InvalidImport, wholeText } from './open-text';
import type { OnBytes } from './open-text';

/** Candles as freqtrade keeps them in JSON: `[[time, open, high, low, close, volume], …]`. */
export async function* readFreqtradeCandles(file: string, onBytes?: OnBytes): AsyncGenerator<Bar, void, undefined> {
  for (const [index, row] of (await rowsOf(file, onBytes)).entries()) {
    const cells = cellsOf(file, index, row, 6);
    const [open, high, low, close, volume] = cells.slice(1).map((cell) => numberOf(file, index, cell)) as [
      Decimal,
      Decimal,
      Decimal,
      Decimal,
      Decimal,
    ];
    yield { start: timeOf(file, index, cells[0]), open, high, low, close, volume };
  }
}

/** Settlements of funding as freqtrade keeps them in JSON: candles whose open is the rate. */
export async function* readFreqtradeFunding(file: string, onBytes?: OnBytes): AsyncGenerator<FundingSettlement, void, undefined> {
  for (const [index, row] of (await rowsOf(file, onBytes)).entries()) {
    const [time, rate] = cellsOf(file, index, row, 6);
    yield settlementOf(`${basename(file)} row ${index + 1}`, timeOf(file, index, time), numberOf(file, index, rate));
  }
}

/** Trades as freqtrade keeps them in JSON: `[[time, id, type, side, price, amount, cost], …]`. */
export async function* readFreqtradeTrades(file: string, onBytes?: OnBytes): AsyncGenerator<PublicTrade, void, undefined> {
  for (const [index, row] of (await rowsOf(file, onBytes)).entries()) {
    const [time, id, , side, price, amount] = cellsOf(file, index, row, 7);
    const text = id instanceof NumberText ? id.text : id;
    if (typeof text !== 'string' || text === '') throw bad(file, index, `has the id ${JSON.stringify(text)}`);
    if (side !== 'buy' && side !== 'sell') throw bad(file, index, `has the side ${JSON.stringify(side)}`);
    yield {
      id: text,
      at: timeOf(file, index, time),
      side: side === 'buy' ? 'BUY' : 'SELL',
      price: numberOf(file, index, price),
      quantity: numberOf(file, index, amount),
    };
  }
}

/** A number as it is written; as a JavaScript number it could lose digits. */
class NumberText {
  constructor(readonly text: string) {}
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

async function rowsOf(file: string, onBytes?: OnBytes): Promise<readonly unknown[]> {
  const text = await wholeText(file, onBytes);
  const keepText: Reviver = (_, value, { source }) => (typeof value === 'number' && source !== undefined ? new NumberText(source) : value);
  let rows: unknown;
  try {
    rows = JSON.parse(text, keepText as (key: string, value: unknown) => unknown);
  } catch (error) {
    throw new InvalidImport(`${basename(file)} is not JSON (${error instanceof Error ? error.message : String(error)}); fetch it again.`, {
      cause: error,
    });
  }
  if (!Array.isArray(rows)) throw new InvalidImport(`${basename(file)} contains no list of rows; give a file written by freqtrade.`);
  return rows;
}

function cellsOf(file: string, index: number, row: unknown, count: number): readonly unknown[] {
  if (Array.isArray(row) && row.length === count) return row;
  throw bad(file, index, `is not a list of ${count} values`);
}

function timeOf(file: string, index: number, cell: unknown): number {
  const time = cell instanceof NumberText && /^\d{12,14}(\.0)?$/.test(cell.text) ? Number(cell.text) : NaN;
  if (Number.isSafeInteger(time)) return time;
  throw bad(file, index, 'has no time in milliseconds');
}

function numberOf(file: string, index: number, cell: unknown): Decimal {
  if (cell instanceof NumberText) return Decimal.parse(cell.text);
  throw bad(file, index, `has ${JSON.stringify(cell)} where a number is expected`);
}

function bad(file: string, index: number, what: string): InvalidImport {
  return new InvalidImport(`${basename(file)} row ${index + 1} ${what}; repair or remove it.`);
}
