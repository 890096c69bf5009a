import { Decimal } from '@libs/kernel';

/** Decimal digits that a Parquet DECIMAL over INT64 holds. */
export const DIGITS = 18;

const LIMIT = 10n ** BigInt(DIGITS);

/** A number that does not fit the store; nothing of it was written. */
export class TooManyDigits extends Error {
  constructor(column: string, value: Decimal, scale: number) {
    super(
      `The ${column} ${value.toString()} needs more than the ${DIGITS} digits that a data file holds beside numbers of ${scale} decimals; leave that row out.`,
    );
    this.name = 'TooManyDigits';
  }
}

/** A column of exact numbers: `units[i] × 10^-scale`. */
export interface ScaledColumn {
  readonly units: BigInt64Array;
  readonly scale: number;
}

/** All values on one scale, the largest that any of them needs, and at least `least`. */
export function scaledColumn(name: string, values: readonly Decimal[], least = 0): ScaledColumn {
  const scale = largestScale(values, least);
  const units = new BigInt64Array(values.length);
  values.forEach((value, index) => (units[index] = unitsAt(name, value, scale)));
  return { units, scale };
}

export function largestScale(values: readonly Decimal[], least = 0): number {
  return values.reduce((largest, value) => Math.max(largest, value.scale), least);
}

export function decimalAt({ units, scale }: ScaledColumn, index: number): Decimal {
  return Decimal.fromUnits(units[index]!, scale);
}

function unitsAt(column: string, value: Decimal, scale: number): bigint {
  const units = value.units * 10n ** BigInt(scale - value.scale);
  if (scale > DIGITS || units >= LIMIT || units <= -LIMIT) throw new TooManyDigits(column, value, scale);
  return units;
}
