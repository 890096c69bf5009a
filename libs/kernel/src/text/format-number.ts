import { Decimal } from '../number/decimal';

/** Stands in a table where a value is missing. */
export const NO_VALUE = '—';

const HUNDRED = Decimal.fromUnits(100, 0);
const MONEY_DIGITS = 2;
/** Of an amount below one. */
const SIGNIFICANT_DIGITS = 4;

/** A number for people with so many fraction digits: `1,234.50`. Decimal text stays exact; a number is a statistic. Rounds half away from zero. */
export function formatNumber(value: string | number, digits: number): string {
  const number = decimalOf(value);
  return number === null ? NO_VALUE : written(number, digits);
}

/** An amount of money for people: `99,736.54`; below one to four significant digits, so that it is not shown as zero: `0.00001234`. */
export function formatMoney(value: string | number): string {
  const amount = decimalOf(value);
  if (amount === null) return NO_VALUE;
  const digits = moneyDigits(amount);
  return written(amount, Math.max(MONEY_DIGITS, Math.min(digits, rounded(amount, digits).scale)));
}

/** A price or quantity, every digit of it. */
export function formatExact(text: string): string {
  const number = Decimal.parse(text);
  return written(number, number.scale);
}

/** 0.1234 → 12.34 %. */
export function formatPercent(fraction: string | number, digits = 2): string {
  const number = decimalOf(fraction);
  return number === null ? NO_VALUE : `${written(number.times(HUNDRED), digits)} %`;
}

function decimalOf(value: string | number): Decimal | null {
  if (typeof value === 'string') return Decimal.parse(value);
  return Number.isFinite(value) ? Decimal.fromNumber(value) : null;
}

function moneyDigits(amount: Decimal): number {
  const size = amount.abs();
  if (size.isZero || size.gte(Decimal.ONE)) return MONEY_DIGITS;
  // Below one, the digits after the leading zeros of the fraction are those of the units.
  return size.scale - String(size.units).length + SIGNIFICANT_DIGITS;
}

function rounded(number: Decimal, digits: number): Decimal {
  const half = Decimal.fromUnits(5, digits + 1);
  return (number.sign < 0 ? number.minus(half) : number.plus(half)).roundTo(digits, 'DOWN');
}

function written(number: Decimal, digits: number): string {
  const [whole = '', fraction = ''] = rounded(number, digits).toString().split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return digits === 0 ? grouped : `${grouped}.${fraction.padEnd(digits, '0')}`;
}
