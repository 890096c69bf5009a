import { Decimal } from '@libs/kernel';

export interface AmountStyle {
  /** Minimum and maximum number of fraction digits. */
  readonly digits?: number;
  /** Maximum number of fraction digits if `digits` is absent. */
  readonly maxDigits?: number;
  /** Also writes the plus sign. */
  readonly signed?: boolean;
  readonly locale?: string;
}

const HUNDRED = Decimal.fromNumber(100);
const DECIMAL = /^-?\d+(\.\d+)?$/;
const formats = new Map<string, Intl.NumberFormat>();

/** Decimal text in the user's notation. Intl formats the text itself, so no digit passes through a float. */
export function formatAmount(text: string, style: AmountStyle = {}): string {
  if (!DECIMAL.test(text)) return text;
  return formatOf(style).format(text as Intl.StringNumericLiteral);
}

function formatOf({ digits, maxDigits = 8, signed = false, locale }: AmountStyle): Intl.NumberFormat {
  const key = `${digits} ${maxDigits} ${signed} ${locale}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits ?? 0,
      maximumFractionDigits: digits ?? maxDigits,
      signDisplay: signed ? 'exceptZero' : 'negative',
    });
    formats.set(key, format);
  }
  return format;
}

/** -1, 0 or 1; 0 for text that is not a number. */
export function signOf(text: string): -1 | 0 | 1 {
  if (!DECIMAL.test(text) || !/[1-9]/.test(text)) return 0;
  return text.startsWith('-') ? -1 : 1;
}

/** The sign after rounding for display, half away from zero, so that -0.001 at two digits is neither gain nor loss. */
export function shownSign(text: string, digits: number): -1 | 0 | 1 {
  if (!DECIMAL.test(text)) return 0;
  const value = Decimal.parse(text);
  return value.abs().gte(Decimal.fromUnits(5, digits + 1)) ? value.sign : 0;
}

/** The given number of digits, or more until a non-zero value is not shown as zero. */
export function tellingDigits(text: string, digits: number): number {
  if (signOf(text) === 0) return digits;
  let enough = digits;
  while (shownSign(text, enough) === 0) enough += 1;
  return enough;
}

/** Fraction digits of a tick or lot size: `0.10` → 1. */
export function digitsOf(step: string): number {
  return DECIMAL.test(step) ? Decimal.parse(step).scale : 0;
}

/** Profit after fees: realised plus unrealised, less fees. */
export function netProfit({
  realised,
  unrealised,
  fees,
}: {
  readonly realised: string;
  readonly unrealised: string;
  readonly fees: string;
}): string {
  return Decimal.parse(realised).plus(Decimal.parse(unrealised)).minus(Decimal.parse(fees)).toString();
}

/** `part` as a percentage of what the account had without it; null if that is zero. */
export function percentOf(part: string, equity: string): string | null {
  const gain = Decimal.parse(part);
  const start = Decimal.parse(equity).minus(gain);
  return start.sign > 0 ? gain.times(HUNDRED).dividedBy(start, 4).toString() : null;
}

/** A fraction as a percentage, exact: `0.0125` → `1.25`. */
export function percentText(fraction: string): string {
  return Decimal.parse(fraction).times(HUNDRED).toString();
}

/** The absolute value, where the side is shown separately. */
export function magnitude(text: string): string {
  return text.replace(/^-/, '');
}

/** A value of an indicator, which is a float. */
export function formatValue(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) {
    const digits =
      Math.abs(value) >= 1
        ? { maximumFractionDigits: 2, minimumFractionDigits: Number.isInteger(value) ? 0 : 2 }
        : { maximumSignificantDigits: 4 };
    return new Intl.NumberFormat(undefined, { ...digits, signDisplay: 'negative' }).format(value);
  }
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '–' : JSON.stringify(value);
}
