import { Decimal } from '@libs/kernel';
import type { LatencyTerms } from '@libs/backtest';
import { InvalidSpec } from '../refusals';

export interface Range {
  readonly above?: string;
  readonly least?: string;
  readonly most?: string;
}

/** Throws `InvalidSpec` for a text that is no number of the range. */
export function amount(field: string, text: string, { above, least, most }: Range): void {
  const words = [
    'a number',
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(least === undefined ? [] : [`from ${least}`]),
    ...(most === undefined ? [] : [`to ${most}`]),
  ];
  const value = parsed(text);
  const fits =
    value !== null &&
    (above === undefined || value.compare(Decimal.parse(above)) > 0) &&
    (least === undefined || value.compare(Decimal.parse(least)) >= 0) &&
    (most === undefined || value.compare(Decimal.parse(most)) <= 0);
  if (!fits) throw new InvalidSpec(field, words.join(' '), `"${text}"`);
}

export function count(field: string, value: number, most: number, least = 0): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new InvalidSpec(field, `a whole number from ${least} to ${most}`, String(value));
}

export function fraction(field: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new InvalidSpec(field, `a number from ${least} to ${most}`, String(value));
}

export function oneOf(field: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw new InvalidSpec(field, `one of ${allowed.join(', ')}`, value);
}

/** Milliseconds of every kind of model lie between 0 and `most`. */
export function latency(field: string, model: LatencyTerms['entry'], most: number): void {
  switch (model.kind) {
    case 'CONSTANT':
      return count(field, model.ms, most);
    case 'UNIFORM':
      count(field, model.least, most);
      return count(field, model.most, most, model.least);
    case 'LOGNORMAL':
      count(field, model.median, most);
      count(field, model.most, most, model.median);
      if (!(model.spread >= 0 && model.spread <= 5))
        throw new InvalidSpec(field, 'of a spread from 0 to 5', `lognormal with a spread of ${model.spread}`);
  }
}

function parsed(text: string): Decimal | null {
  try {
    return Decimal.parse(text);
  } catch {
    return null;
  }
}
