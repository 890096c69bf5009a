import { Decimal } from '@libs/kernel';

export interface AmountStyle {
  /** Fraction digits always shown, and the most that are. */
  readonly digits?: number;
  /** The most fraction digits shown when `digits` is not told. */
  readonly maxDigits?: number;
  /** Writes the sign of gains too. */
  readonly signed?: boolean;
  readonly locale?: string;
}

const HUNDRED = Decimal.fromNumber(100);
const DECIMAL = /^-?\d+(\.\d+)?$/;
const formats = new Map<string, Intl.NumberFormat>();

/** Decimal text in the user's notation. Intl takes the text itself, so no digit passes through a binary float. */
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

/** -1, 0 or 1; text that is no number has no sign. */
export function signOf(text: string): -1 | 0 | 1 {
  if (!DECIMAL.test(text) || !/[1-9]/.test(text)) return 0;
  return text.startsWith('-') ? -1 : 1;
}

/** The sign that is left after rounding to what is shown, so that -0.001 at two digits is neither gain nor loss. */
export function shownSign(text: string, digits: number): -1 | 0 | 1 {
  return DECIMAL.test(text) ? Decimal.parse(text).roundTo(digits).sign : 0;
}

/** As many digits as told, or as many more as it takes until what is not nothing does not look like it. */
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

/** Profit after fees: what was closed, what is open, less what was paid. */
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

/** `part` in percent of what the account had without it; null when that is nothing. */
export function percentOf(part: string, equity: string): string | null {
  const gain = Decimal.parse(part);
  const start = Decimal.parse(equity).minus(gain);
  return start.sign > 0 ? gain.times(HUNDRED).dividedBy(start, 4).toString() : null;
}

/** A fraction in percent, exact: `0.0125` → `1.25`. */
export function percentText(fraction: string): string {
  return Decimal.parse(fraction).times(HUNDRED).toString();
}

/** The size without its sign, for places where the side says it. */
export function magnitude(text: string): string {
  return text.replace(/^-/, '');
}

/** An indicator's number, which is a binary float by nature. */
export function formatValue(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) {
    return new Intl.NumberFormat(
      undefined,
      Math.abs(value) >= 1
        ? { maximumFractionDigits: 2, minimumFractionDigits: Number.isInteger(value) ? 0 : 2 }
        : { maximumSignificantDigits: 4 },
    ).format(value);
  }
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '–' : JSON.stringify(value);
}
