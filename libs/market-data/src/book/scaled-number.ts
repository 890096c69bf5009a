const ZERO = 48;
const POINT = -2;
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** A level whose price or quantity cannot be represented exactly. */
export class InvalidLevel extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'InvalidLevel';
  }
}

/** A number with more fraction digits than the scale. */
export class TooFine extends InvalidLevel {
  constructor(text: string, scale: number) {
    super(`${text} has more than ${scale} decimals`);
    this.name = 'TooFine';
  }
}

/**
 * Parses plain decimal text, zero or above, to a whole number of `10^-scale`; throws `InvalidLevel` if that is not exact. Parses digits
 * itself, because a feed has millions of them.
 */
export function toScaled(text: string, scale: number): number {
  const { length } = text;
  let units = 0;
  let decimals = -1;
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (decimals < scale) {
        units = units * 10 + digit;
        if (decimals >= 0) decimals += 1;
      } else if (digit !== 0) throw new TooFine(text, scale);
    } else if (digit === POINT && decimals < 0 && at > 0 && at + 1 < length) decimals = 0;
    else throw new InvalidLevel(`"${text}" is not a plain decimal number`);
  }
  if (length === 0) throw new InvalidLevel('a price or quantity is empty');
  if (decimals < scale) units *= POWERS[scale - Math.max(0, decimals)]!;
  if (units > Number.MAX_SAFE_INTEGER) throw new InvalidLevel(`${text} with ${scale} decimals is too large to be exact`);
  return units;
}

/** The shortest plain text of `units × 10^-scale`. */
export function fromScaled(units: number, scale: number): string {
  if (scale === 0) return String(units);
  const digits = String(units).padStart(scale + 1, '0');
  const point = digits.length - scale;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === ZERO) end -= 1;
  return end === point ? digits.slice(0, point) : `${digits.slice(0, point)}.${digits.slice(point, end)}`;
}

/** Fraction digits that `text` needs, without trailing zeros. */
export function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.slice(point + 1).replace(/0+$/, '').length;
}

/** `units` with `decimals` more digits; throws `InvalidLevel` if that is no longer exact. */
export function refined(units: number, decimals: number): number {
  const fine = units * POWERS[decimals]!;
  if (Math.abs(fine) > Number.MAX_SAFE_INTEGER) throw new InvalidLevel(`${units} with ${decimals} more decimals is too large to be exact`);
  return fine;
}
