import { Decimal } from '@libs/sdk';
import { MalformedMessage, text } from './wire';
import type { Fields } from './wire';

/** A price off the wire; zero and below come with delistings and are no prices (freqtrade#3769). */
export function price(from: Fields, key: string): Decimal {
  const value = Decimal.parse(text(from, key));
  if (value.sign <= 0) throw new MalformedMessage(`${key} ${value.toString()}, which is no price`);
  return value;
}

const POSITIVE = /^(?=.*[1-9])\d+(?:\.\d+)?$/;

/** Decimal text above zero, as the venue wrote it. */
export function positive(value: unknown, what: string): string {
  if (typeof value !== 'string' || !POSITIVE.test(value))
    throw new MalformedMessage(`${what} ${JSON.stringify(value)}, which must be above zero`);
  return value;
}
