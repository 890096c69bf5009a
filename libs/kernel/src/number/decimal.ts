import { InvalidDecimal, NotADecimal } from './invalid-decimal';

/** How excess digits are rounded; HALF_EVEN is the ledger's rule, DOWN truncates towards zero. */
export type Rounding = 'HALF_EVEN' | 'DOWN' | 'UP' | 'FLOOR' | 'CEILING';

const PATTERN = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

const POWERS: bigint[] = [1n];
/** Powers of ten that a double holds exactly. */
const SMALL_POWERS: readonly number[] = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const MOST = Number.MAX_SAFE_INTEGER;
/** Longer texts are parsed with big integers. */
const SHORT = 16;
/** This many digits fit a 31-bit integer, which V8 handles faster than a double. */
const FEW_DIGITS = 9;
/** Fraction digits of typical prices and fractions given as numbers. */
const FEW_PLACES = 6;
const FIFTEEN_DIGITS = 1e15;
const [ZERO_CODE, NINE_CODE, POINT_CODE, MINUS_CODE] = [48, 57, 46, 45];

function powerOfTen(exponent: number): bigint {
  for (let n = POWERS.length; n <= exponent; n += 1) POWERS.push(POWERS[n - 1]! * 10n);
  return POWERS[exponent]!;
}

/**
 * An exact decimal number: `units × 10^-scale`. Immutable and always normalised (no trailing zero in the fraction), so equal numbers have
 * equal fields and the same text. Units that a double represents exactly are stored in one, which is many times faster than a big integer.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0, null, 0);
  static readonly ONE = new Decimal(1, null, 0);

  private constructor(
    /** The units if `big` is null; then |small| < 2⁵³, and never negative zero. */
    private readonly small: number,
    private readonly big: bigint | null,
    readonly scale: number,
  ) {}

  get units(): bigint {
    return this.big ?? BigInt(this.small);
  }

  /** Creates `units × 10^-scale`; scale ≥ 0, and units given as a number must be whole and below 2⁵³. */
  static fromUnits(units: bigint | number, scale: number): Decimal {
    if (typeof units === 'bigint') return Decimal.fromBig(units, scale);
    if (!Number.isSafeInteger(units)) throw new RangeError(`${units} is no exact whole number; give a bigint`);
    return Decimal.fromSmall(units, scale);
  }

  /** Parses plain or exponent notation; throws `InvalidDecimal` for anything else (empty text, NaN, blanks). */
  static parse(text: string): Decimal {
    if (text === lastText) return lastWritten;
    if (typeof text !== 'string') throw new InvalidDecimal(text);
    return Decimal.parseShort(text) ?? Decimal.parseLong(text);
  }

  /** Converts a finite number by its shortest text; for counts and indicator values, never for money from a venue. */
  static fromNumber(value: number): Decimal {
    if (Number.isSafeInteger(value)) return new Decimal(value + 0, null, 0);
    for (let scale = 1; scale <= FEW_PLACES; scale += 1) {
      const power = SMALL_POWERS[scale]!;
      const units = Math.round(value * power);
      // No two numbers of fifteen digits share a double, so this is the number of the shortest text.
      if (units / power === value) return Math.abs(units) < FIFTEEN_DIGITS ? Decimal.fromSmall(units, scale) : Decimal.parse(String(value));
    }
    return Decimal.parse(String(value));
  }

  plus(other: Decimal): Decimal {
    const scale = this.scaleWith(other);
    const sum = this.smallAt(scale) + other.smallAt(scale);
    if (sum >= -MOST && sum <= MOST) return Decimal.fromSmall(sum, scale);
    return Decimal.fromBig(this.at(scale) + other.at(scale), scale);
  }

  minus(other: Decimal): Decimal {
    const scale = this.scaleWith(other);
    const difference = this.smallAt(scale) - other.smallAt(scale);
    if (difference >= -MOST && difference <= MOST) return Decimal.fromSmall(difference, scale);
    return Decimal.fromBig(this.at(scale) - other.at(scale), scale);
  }

  times(other: Decimal): Decimal {
    const scale = this.scale + other.scale;
    if (Number.isNaN(scale)) throw new NotADecimal(other);
    if (this.big === null && other.big === null) {
      const product = this.small * other.small;
      if (product >= -MOST && product <= MOST) return Decimal.fromSmall(product, scale);
    }
    return Decimal.fromBig(this.units * other.units, scale);
  }

  /** The quotient rounded to `scale` fraction digits; division by zero throws `RangeError`. */
  dividedBy(divisor: Decimal, scale: number, rounding: Rounding = 'HALF_EVEN'): Decimal {
    if (divisor.isZero) throw new RangeError(`${this.toString()} cannot be divided by zero`);
    const shift = scale + divisor.scale - this.scale;
    if (Number.isNaN(shift)) throw new NotADecimal(divisor);
    const top = this.shifted(shift);
    const bottom = divisor.shifted(-shift);
    // NaN if either is too large for a double.
    if (top - top === 0 && bottom - bottom === 0) return Decimal.fromSmall(divideSmall(top, bottom, rounding), scale);
    const numerator = shift >= 0 ? this.units * powerOfTen(shift) : this.units;
    const denominator = shift >= 0 ? divisor.units : divisor.units * powerOfTen(-shift);
    return Decimal.fromBig(divideBig(numerator, denominator, rounding), scale);
  }

  /** This number with at most `scale` fraction digits. */
  roundTo(scale: number, rounding: Rounding = 'HALF_EVEN'): Decimal {
    return this.scale <= scale ? this : this.dividedBy(Decimal.ONE, scale, rounding);
  }

  /** The nearest multiple of `step` (> 0) in the direction of `rounding`. */
  toMultipleOf(step: Decimal, rounding: Rounding): Decimal {
    return this.dividedBy(step, 0, rounding).times(step);
  }

  isMultipleOf(step: Decimal): boolean {
    const scale = this.scaleWith(step);
    const rest = this.smallAt(scale) % step.smallAt(scale);
    return rest - rest === 0 ? rest === 0 : this.at(scale) % step.at(scale) === 0n;
  }

  compare(other: Decimal): -1 | 0 | 1 {
    const scale = this.scaleWith(other);
    const [left, right] = [this.smallAt(scale), other.smallAt(scale)];
    if (left < right) return -1;
    if (left > right) return 1;
    return left === right ? 0 : compareBig(this.at(scale), other.at(scale));
  }

  eq(other: Decimal): boolean {
    if (other.scale === undefined) throw new NotADecimal(other);
    return this.small === other.small && this.big === other.big && this.scale === other.scale;
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

  /** The units at that scale as a whole number; NaN if there are more digits, or if a double cannot represent them. */
  unitsAt(scale: number): number {
    return scale < this.scale ? NaN : this.smallAt(scale);
  }

  /** -1, 0 or 1. */
  get sign(): -1 | 0 | 1 {
    const units = this.big ?? this.small;
    return units < 0 ? -1 : units > 0 ? 1 : 0;
  }

  get isZero(): boolean {
    return this.big === null && this.small === 0;
  }

  negated(): Decimal {
    return this.big === null ? new Decimal(0 - this.small, null, this.scale) : new Decimal(0, -this.big, this.scale);
  }

  abs(): Decimal {
    return this.sign < 0 ? this.negated() : this;
  }

  static min(a: Decimal, b: Decimal): Decimal {
    return a.lte(b) ? a : b;
  }

  static max(a: Decimal, b: Decimal): Decimal {
    return a.gte(b) ? a : b;
  }

  /** Plain notation, no exponent, no trailing zero: `-0.00012`. */
  toString(): string {
    if (this !== lastWritten) {
      lastText = this.written();
      lastWritten = this;
    }
    return lastText;
  }

  private written(): string {
    const { scale, small } = this;
    const power = SMALL_POWERS[scale];
    if (this.big === null && power !== undefined) return scale === 0 ? String(small) : shortText(small, scale, power);
    const units = String(this.big ?? small);
    if (scale === 0) return units;
    const isNegative = this.sign < 0;
    const digits = (isNegative ? units.slice(1) : units).padStart(scale + 1, '0');
    const point = digits.length - scale;
    return `${isNegative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** The nearest double: for indicators, statistics and charts only. */
  toNumber(): number {
    const power = SMALL_POWERS[this.scale];
    // Dividing two exact doubles rounds once, so the result is the nearest.
    return this.big === null && power !== undefined ? this.small / power : Number(this.toString());
  }

  private static fromSmall(units: number, scale: number): Decimal {
    if (units === 0) return Decimal.ZERO;
    let u = units;
    let s = scale;
    // Dividing a whole number below 2⁵³ by ten never rounds to a whole number.
    for (let tenth = u / 10; s > 0 && tenth === Math.trunc(tenth); tenth = u / 10) {
      u = tenth;
      s -= 1;
    }
    return new Decimal(u, null, s);
  }

  private static fromBig(units: bigint, scale: number): Decimal {
    if (units >= -BIG_MOST && units <= BIG_MOST) return Decimal.fromSmall(Number(units), scale);
    let u = units;
    let s = scale;
    while (s > 0 && u % 10n === 0n) {
      u /= 10n;
      s -= 1;
    }
    return u >= -BIG_MOST && u <= BIG_MOST ? new Decimal(Number(u), null, s) : new Decimal(0, u, s);
  }

  /** Parses plain notation of few digits; null for any other text. */
  private static parseShort(text: string): Decimal | null {
    const { length } = text;
    if (length > SHORT) return null;
    const first = text.charCodeAt(0) === MINUS_CODE ? 1 : 0;
    const few = length < FEW_DIGITS ? length : FEW_DIGITS;
    let start = 0;
    let point = -1;
    let at = first;
    for (; at < few; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= ZERO_CODE && code <= NINE_CODE) start = (start * 10 + (code - ZERO_CODE)) | 0;
      else if (code === POINT_CODE && point < 0 && at > first) point = at;
      else return null;
    }
    let units = start;
    for (; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= ZERO_CODE && code <= NINE_CODE) units = units * 10 + (code - ZERO_CODE);
      else if (code === POINT_CODE && point < 0 && at > first) point = at;
      else return null;
    }
    if (length === first || point === length - 1 || units > MOST) return null;
    const scale = point < 0 ? 0 : length - 1 - point;
    const signed = first === 1 ? 0 - units : units;
    // Most texts do not end in zero and need no search for trailing zeros.
    const endsInZero = text.charCodeAt(length - 1) === ZERO_CODE;
    return endsInZero ? Decimal.fromSmall(signed, scale) : new Decimal(signed, null, scale);
  }

  private static parseLong(text: string): Decimal {
    const match = PATTERN.exec(text);
    if (!match) throw new InvalidDecimal(text);
    const [, sign, whole, fraction = '', exponent = '0'] = match;
    const units = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
    const scale = fraction.length - Number(exponent);
    return scale >= 0 ? Decimal.fromBig(units, scale) : Decimal.fromBig(units * powerOfTen(-scale), 0);
  }

  /** The larger scale. Relies on `Math.max` returning NaN for a missing scale, so a number or text is detected at no cost. */
  private scaleWith(other: Decimal): number {
    const scale = Math.max(this.scale, other.scale);
    if (Number.isNaN(scale)) throw new NotADecimal(other);
    return scale;
  }

  /** The units at a scale not below this one's; NaN if a double cannot represent them. */
  private smallAt(scale: number): number {
    return scale === this.scale && this.big === null ? this.small : this.shifted(scale - this.scale);
  }

  /** Units × 10^shift, or the units alone for a negative shift; NaN if a double cannot represent them. */
  private shifted(shift: number): number {
    if (this.big !== null) return NaN;
    if (shift <= 0) return this.small;
    const units = this.small * (SMALL_POWERS[shift] ?? NaN);
    return units >= -MOST && units <= MOST ? units : NaN;
  }

  private at(scale: number): bigint {
    return scale === this.scale ? this.units : this.units * powerOfTen(scale - this.scale);
  }
}

const BIG_MOST = BigInt(MOST);

/** The last number written and its text: amounts are passed as text, and most are parsed right after they are written. */
let lastWritten = Decimal.ZERO;
let lastText = '0';

/** Writes two short numbers instead of a long one: V8 formats 31-bit integers many times as fast. */
function shortText(small: number, scale: number, power: number): string {
  const units = small < 0 ? -small : small;
  let whole = Math.floor(units / power);
  let rest = units - whole * power;
  // The quotient may have been rounded up.
  if (rest < 0) {
    whole -= 1;
    rest += power;
  }
  const fraction = scale <= FEW_DIGITS ? padded(rest, scale) : longFraction(rest, scale);
  return small < 0 ? `-${whole}.${fraction}` : `${whole}.${fraction}`;
}

/** A whole number below 10^scale, zero-padded; both of its parts are exact, because it is below 2⁵³. */
function longFraction(rest: number, scale: number): string {
  const lower = SMALL_POWERS[FEW_DIGITS]!;
  const upper = Math.floor(rest / lower);
  return padded(upper, scale - FEW_DIGITS) + padded(rest - upper * lower, FEW_DIGITS);
}

function padded(digits: number, length: number): string {
  const text = String(digits);
  return text.length === length ? text : ZEROS.slice(0, length - text.length) + text;
}

const ZEROS = '0'.repeat(SMALL_POWERS.length);

function compareBig(left: bigint, right: bigint): -1 | 0 | 1 {
  return left < right ? -1 : left > right ? 1 : 0;
}

function divideSmall(numerator: number, denominator: number, rounding: Rounding): number {
  const remainder = numerator % denominator;
  const quotient = (numerator - remainder) / denominator;
  if (remainder === 0) return quotient;
  const away = numerator < 0 === denominator < 0 ? 1 : -1;
  switch (rounding) {
    case 'DOWN':
      return quotient;
    case 'UP':
      return quotient + away;
    case 'FLOOR':
      return away < 0 ? quotient - 1 : quotient;
    case 'CEILING':
      return away > 0 ? quotient + 1 : quotient;
    case 'HALF_EVEN': {
      const part = Math.abs(remainder);
      // Compared this way because a double may not represent twice the part.
      const rest = Math.abs(denominator) - part;
      return part < rest || (part === rest && quotient % 2 === 0) ? quotient : quotient + away;
    }
  }
}

function divideBig(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
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

export type Price = Decimal;
export type Quantity = Decimal;

/** Short for `Decimal.parse`. */
export function decimal(text: string): Decimal {
  return Decimal.parse(text);
}
