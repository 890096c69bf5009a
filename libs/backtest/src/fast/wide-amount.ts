import { Decimal } from '@libs/kernel';

/** A sum of money in two doubles: whole units of the asset, and the rest as a whole number of 10^-scale. Exact and mutable. */
export class WideAmount {
  /** Rounded down, so that the rest is never negative. */
  private whole = 0;
  private rest = 0;
  private readonly power: number;

  constructor(private readonly scale: number) {
    this.power = 10 ** scale;
  }

  /** Sets an amount with at most `scale` fraction digits and less than 2⁵³ whole units. */
  set(amount: Decimal): void {
    const power = 10n ** BigInt(this.scale);
    const units = amount.units * 10n ** BigInt(this.scale - amount.scale);
    const whole = units / power - (units < 0n && units % power !== 0n ? 1n : 0n);
    this.whole = Number(whole);
    this.rest = Number(units - whole * power);
  }

  setTo(other: WideAmount): void {
    this.whole = other.whole;
    this.rest = other.rest;
  }

  /** Adds a whole number of 10^-scale that is below 2⁵³. */
  add(units: number): void {
    const { power } = this;
    const whole = Math.floor(units / power);
    // The quotient may have been rounded up to a whole number, which makes the rest negative.
    const rest = this.rest + (units - whole * power);
    const carry = Math.floor(rest / power);
    this.whole += whole + carry;
    this.rest = rest - carry * power;
  }

  /** A double, within a few roundings. */
  get rough(): number {
    return this.whole + this.rest / this.power;
  }

  get isZero(): boolean {
    return this.whole === 0 && this.rest === 0;
  }

  /** The nearest double. */
  toNumber(): number {
    const { units } = this;
    // Dividing two exact doubles rounds once, so the result is the nearest.
    return units === null ? Number(this.toString()) : units / this.power;
  }

  toDecimal(): Decimal {
    const { units } = this;
    if (units !== null) return Decimal.fromUnits(units, this.scale);
    return Decimal.fromUnits(BigInt(this.whole) * 10n ** BigInt(this.scale) + BigInt(this.rest), this.scale);
  }

  /** In the format of `Decimal`. */
  toString(): string {
    const { whole, rest, power } = this;
    if (rest === 0) return String(whole);
    if (whole >= 0) return `${whole}.${this.fraction(rest)}`;
    return `-${-(whole + 1)}.${this.fraction(power - rest)}`;
  }

  /** The whole amount in 10^-scale; null if a double may not represent it. */
  private get units(): number | null {
    const whole = this.whole * this.power;
    const units = whole + this.rest;
    return Number.isSafeInteger(whole) && Number.isSafeInteger(units) ? units : null;
  }

  private fraction(rest: number): string {
    let [units, digits] = [rest, this.scale];
    for (let tenth = units / 10; tenth === Math.trunc(tenth); tenth = units / 10) {
      units = tenth;
      digits -= 1;
    }
    return String(units).padStart(digits, '0');
  }
}
