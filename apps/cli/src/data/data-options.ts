import { Decimal, INTERVALS, type Interval } from '@libs/kernel';
import { categoryOf, InvalidImport, InvalidSeries, UnreadableDataFile, type CandleSeries, type HistorySeries } from '@libs/market-data';
import { CommandError, EXIT } from '../exit-code';

const DURATION = /^(\d{1,6}(?:\.\d{1,3})?)(s|m|h|d)$/;
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SIZE = /^(\d{1,9}(?:\.\d{1,3})?)\s?(MB|GB|TB)$/i;
const BYTES = { MB: 1e6, GB: 1e9, TB: 1e12 } as const;

/** `2025-06-01`, `2025-06-01T12:00Z` or as `toISOString` writes it, UTC, as epoch milliseconds. */
export function timeOption(name: string, text: string): number {
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{3})?)?Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  // A 30th of February reads as one of March.
  if (Number.isFinite(time) && Number(text.slice(8, 10)) === new Date(time).getUTCDate()) return time;
  throw bad(`--${name} is "${text}"; write a day like 2025-06-01 or a time like 2025-06-01T12:00Z, which is UTC.`);
}

export function intervalOption(text: string, name = 'interval'): Interval {
  if (Object.hasOwn(INTERVALS, text)) return text as Interval;
  throw bad(`--${name} is "${text}"; it must be one of ${Object.keys(INTERVALS).join(', ')}.`);
}

/** `90s`, `30m`, `1h`, `7d` in milliseconds. */
export function durationOption(name: string, text: string): number {
  const match = DURATION.exec(text);
  const length = match ? Number(match[1]) * UNITS[match[2] as keyof typeof UNITS] : 0;
  if (length > 0) return length;
  throw bad(`--${name} is "${text}"; write a length of time like 90s, 30m, 1h or 7d.`);
}

/** `500MB`, `20GB` in bytes. */
export function sizeOption(name: string, text: string): number {
  const match = SIZE.exec(text);
  if (match) return Math.round(Number(match[1]) * BYTES[match[2]!.toUpperCase() as keyof typeof BYTES]);
  throw bad(`--${name} is "${text}"; write a size like 500MB or 20GB.`);
}

/** Decimal text. */
export function amountOption(name: string, text: string): string {
  if (isNumber(text)) return Decimal.parse(text).toString();
  throw bad(`--${name} is "${text}"; it must be a number.`);
}

/** As `amountOption`, for a part of 1. Results and settings tell fractions, so a percent sign is answered with the one to write. */
export function fractionOption(name: string, text: string): string {
  const [, percent] = /^(.*?)\s*%$/.exec(text) ?? [];
  if (percent === undefined || !isNumber(percent)) return amountOption(name, text);
  const fraction = Decimal.parse(percent).times(Decimal.parse('0.01'));
  throw bad(`--${name} is "${text}"; it takes a fraction: write ${fraction.toString()}.`);
}

export function isNumber(text: string): boolean {
  try {
    Decimal.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The series of candles that options name. */
export function candleSeries(venue: string, symbol: string, interval: Interval): CandleSeries {
  return { venue, symbol, category: categoryOf(symbol), kind: 'candles', interval };
}

/** Those of a market that have no length. */
export function plainSeries<Kind extends Exclude<HistorySeries['kind'], 'candles'>>(venue: string, symbol: string, kind: Kind) {
  return { venue, symbol, category: categoryOf(symbol), kind } as const;
}

export function bad(message: string): CommandError {
  return new CommandError(EXIT.badInput, message);
}

/** Turns what a person can cure into a sentence and a code. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidImport || error instanceof InvalidSeries)
      throw new CommandError(EXIT.badInput, error.message, { cause: error });
    if (error instanceof UnreadableDataFile) throw new CommandError(EXIT.failed, error.message, { cause: error });
    throw error;
  }
}
