const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const TEXT = /^(\d+)(ms|s|m|h|d)$/;

/** A duration as a whole number and its unit: `'250ms'`, `'90s'`, `'5m'`, `'12h'`, `'2d'`. */
export type DurationText = `${number}${keyof typeof UNITS}`;

/** A duration: text with a unit, or a number of milliseconds, such as the difference of two times. */
export type Duration = DurationText | number;

/**
 * Converts a duration to milliseconds; a day has 24 hours. Throws a RangeError for invalid text, a negative number or a fraction of a
 * millisecond.
 *
 * @example
 * ctx.timer('give-up', ctx.marketTime + duration('30s'));
 */
export function duration(length: Duration): number {
  const milliseconds = typeof length === 'number' ? length : millisecondsOf(length);
  if (Number.isSafeInteger(milliseconds) && milliseconds >= 0) return milliseconds;
  throw new RangeError(`"${length}" is no duration; write a whole number with its unit, such as "90s", "5m", "12h" or "2d"`);
}

function millisecondsOf(text: string): number {
  const [, amount, unit] = TEXT.exec(text) ?? [];
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}
