import { Decimal, InvalidDecimal } from '@libs/sdk';

export type Fields = Readonly<Record<string, unknown>>;

/** A message of the vendor that cannot be what it claims to be. */
export class MalformedMessage extends Error {
  constructor(what: string) {
    super(`ccxt gave ${what}`);
    this.name = 'MalformedMessage';
  }
}

export function fields(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null) return value as Fields;
  throw new MalformedMessage(`${what} that is no record`);
}

export function list(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new MalformedMessage(`${what} that are no list`);
}

export function text(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new MalformedMessage(`no ${what}`);
}

/**
 * A number as ccxt gives it: the venue's digits where it is text. A float is taken by its shortest text, which is what the venue
 * wrote as long as that has at most 15 significant digits.
 */
export function amount(value: unknown, what: string): Decimal {
  try {
    if (typeof value === 'string') return Decimal.parse(value);
    if (typeof value === 'number' && Number.isFinite(value)) return Decimal.fromNumber(value);
  } catch (error) {
    if (!(error instanceof InvalidDecimal)) throw error;
  }
  throw new MalformedMessage(`${what} "${String(value)}", which is no number`);
}

/** Above zero; zero and below come with delistings and are no prices. */
export function positive(value: unknown, what: string): Decimal {
  const number = amount(value, what);
  if (number.sign > 0) return number;
  throw new MalformedMessage(`${what} ${number.toString()}, which is not above zero`);
}

export function notNegative(value: unknown, what: string): Decimal {
  const number = amount(value, what);
  if (number.sign >= 0) return number;
  throw new MalformedMessage(`${what} ${number.toString()}, which is below zero`);
}

/** Null where the venue has not told it; ccxt writes undefined, and an empty text is not zero. */
export function told(value: unknown): unknown {
  return value === undefined || value === '' ? null : value;
}

/** A time in epoch milliseconds. */
export function millis(value: unknown, what: string): number {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number > 0) return number;
  throw new MalformedMessage(`${what} "${String(value)}", which is no time`);
}
