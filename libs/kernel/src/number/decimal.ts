/** How a digit that does not fit is dropped; HALF_EVEN is the ledger's rule, DOWN truncates towards zero. */
export type Rounding = 'HALF_EVEN' | 'DOWN' | 'UP' | 'FLOOR' | 'CEILING';

const PATTERN = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

const POWERS: bigint[] = [1n];

function powerOfTen(exponent: number): bigint {
  for (let n = POWERS.length; n <= exponent; n += 1) POWERS.push(POWERS[n - 1]! * 10n);
  return POWERS[exponent]!;
}

/**
 * An exact decimal number: `units × 10^-scale`. Immutable, always normalised (no trailing zero in the fraction), so two
 * equal numbers have equal fields and one text.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0n, 0);
  static readonly ONE = new Decimal(1n, 0);

  private constructor(
    readonly units: bigint,
    readonly scale: number,
  ) {}

  /** Makes `units × 10^-scale`; scale ≥ 0. */
  static fromUnits(units: bigint, scale: number): Decimal {
    let u = units;
    let s = scale;
    while (s > 0 && u % 10n === 0n) {
      u /= 10n;
      s -= 1;
    }
    return new Decimal(u, s);
  }

  /** Parses plain or exponent notation; anything else (empty text, NaN, blanks) throws `InvalidDecimal`. */
  static parse(text: string): Decimal {
    const match = PATTERN.exec(text);
    if (!match) throw new InvalidDecimal(text);
    const [, sign, whole, fraction = '', exponent = '0'] = match;
    const units = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
    const scale = fraction.length - Number(exponent);
    return scale >= 0 ? Decimal.fromUnits(units, scale) : new Decimal(units * powerOfTen(-scale), 0);
  }

  /** Takes the shortest text of a finite number; for counts and indicator values, never for money off the wire. */
  static fromNumber(value: number): Decimal {
    return Decimal.parse(String(value));
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return Decimal.fromUnits(this.at(scale) + other.at(scale), scale);
  }

  minus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return Decimal.fromUnits(this.at(scale) - other.at(scale), scale);
  }

  times(other: Decimal): Decimal {
    return Decimal.fromUnits(this.units * other.units, this.scale + other.scale);
  }

  /** The quotient rounded to `scale` fraction digits; division by zero throws `RangeError`. */
  dividedBy(divisor: Decimal, scale: number, rounding: Rounding = 'HALF_EVEN'): Decimal {
    if (divisor.units === 0n) throw new RangeError(`${this.toString()} cannot be divided by zero`);
    const shift = scale + divisor.scale - this.scale;
    const numerator = shift >= 0 ? this.units * powerOfTen(shift) : this.units;
    const denominator = shift >= 0 ? divisor.units : divisor.units * powerOfTen(-shift);
    return Decimal.fromUnits(divideUnits(numerator, denominator, rounding), scale);
  }

  /** This number with at most `scale` fraction digits. */
  roundTo(scale: number, rounding: Rounding = 'HALF_EVEN'): Decimal {
    if (this.scale <= scale) return this;
    return Decimal.fromUnits(divideUnits(this.units, powerOfTen(this.scale - scale), rounding), scale);
  }

  /** The nearest multiple of `step` (> 0) in the direction of `rounding`. */
  toMultipleOf(step: Decimal, rounding: Rounding): Decimal {
    return this.dividedBy(step, 0, rounding).times(step);
  }

  isMultipleOf(step: Decimal): boolean {
    const scale = Math.max(this.scale, step.scale);
    return this.at(scale) % step.at(scale) === 0n;
  }

  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale);
    const left = this.at(scale);
    const right = other.at(scale);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  eq(other: Decimal): boolean {
    return this.units === other.units && this.scale === other.scale;
  }

  lt(other: Decimal): boolean {
    return this.compare(other) < 0;
  }

  lte(other: Decimal): boolean {
    return this.compare(other) <= 0;
  }

  gt(other: Decimal): boolean {
    return this.compare(other) > 0;
  }

  gte(other: Decimal): boolean {
    return this.compare(other) >= 0;
  }

  /** -1, 0 or 1. */
  get sign(): -1 | 0 | 1 {
    return this.units < 0n ? -1 : this.units > 0n ? 1 : 0;
  }

  get isZero(): boolean {
    return this.units === 0n;
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale);
  }

  abs(): Decimal {
    return this.units < 0n ? this.negated() : this;
  }

  static min(a: Decimal, b: Decimal): Decimal {
    return a.lte(b) ? a : b;
  }

  static max(a: Decimal, b: Decimal): Decimal {
    return a.gte(b) ? a : b;
  }

  /** Plain notation, no exponent, no trailing zero: `-0.00012`. */
  toString(): string {
    if (this.scale === 0) return this.units.toString();
    const digits = (this.units < 0n ? -this.units : this.units).toString().padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    return `${this.units < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** The nearest binary float: for indicators, statistics and charts only. */
  toNumber(): number {
    return Number(this.toString());
  }

  private at(scale: number): bigint {
    return scale === this.scale ? this.units : this.units * powerOfTen(scale - this.scale);
  }
}

function divideUnits(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const away = numerator < 0n === denominator < 0n ? 1n : -1n;
  switch (rounding) {
    case 'DOWN':
      return quotient;
    case 'UP':
      return quotient + away;
    case 'FLOOR':
      return away < 0n ? quotient - 1n : quotient;
    case 'CEILING':
      return away > 0n ? quotient + 1n : quotient;
    case 'HALF_EVEN': {
      const twice = magnitude(remainder) * 2n;
      const whole = magnitude(denominator);
      if (twice < whole || (twice === whole && quotient % 2n === 0n)) return quotient;
      return quotient + away;
    }
  }
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** A text that is not a decimal number. */
export class InvalidDecimal extends Error {
  constructor(readonly text: string) {
    super(`"${text}" is not a decimal number; write it like 12.34`);
    this.name = 'InvalidDecimal';
  }
}

export type Price = Decimal;
export type Quantity = Decimal;

/** Short for `Decimal.parse`. */
export function decimal(text: string): Decimal {
  return Decimal.parse(text);
}
