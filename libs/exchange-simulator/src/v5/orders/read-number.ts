import { Decimal, InvalidDecimal } from '@libs/kernel';
import { badParameter, type Parameters } from '../parameters';

const MOST_DIGITS = 40;
const MOST_SCALE = 18;

/** A decimal of the request; undefined when it was left out. */
export function readDecimal(parameters: Parameters, name: string): Decimal | undefined {
  const text = parameters.text(name);
  if (text === undefined) return undefined;
  try {
    const value = Decimal.parse(text);
    if (value.scale <= MOST_SCALE && text.length <= MOST_DIGITS) return value;
  } catch (error) {
    if (!(error instanceof InvalidDecimal)) throw error;
  }
  throw badParameter(`params error: ${name} invalid`);
}

/** A decimal above zero; undefined when it was left out or is the "0" that stands for nothing. */
export function readPrice(parameters: Parameters, name: string): Decimal | undefined {
  const value = readDecimal(parameters, name);
  if (value && value.sign < 0) throw badParameter(`params error: ${name} invalid`);
  return value?.isZero ? undefined : value;
}

export function requirePositive(parameters: Parameters, name: string): Decimal {
  parameters.required(name);
  const value = readDecimal(parameters, name)!;
  if (value.sign <= 0) throw badParameter(`params error: ${name} invalid`);
  return value;
}

/** One of a table's names; undefined when it was left out. */
export function readChoice<T>(parameters: Parameters, name: string, choices: Readonly<Record<string, T>>): T | undefined {
  const text = parameters.text(name);
  if (text === undefined) return undefined;
  if (!Object.hasOwn(choices, text)) throw badParameter(`params error: ${name} invalid`);
  return choices[text];
}
