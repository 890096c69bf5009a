const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const TEXT = /^(\d+)(ms|s|m|h|d)$/;

/** A length of time in words, a whole number and its unit: `'250ms'`, `'90s'`, `'5m'`, `'12h'`, `'2d'`. */
export type DurationText = `${number}${keyof typeof UNITS}`;

/** A length of time: in words, or a number of milliseconds, as comes of calculating with times. */
export type Duration = DurationText | number;

/**
 * The milliseconds of a length of time; a day has 24 hours. A RangeError says what is wrong with a text that is none, and with what is
 * below 0 or no whole number of milliseconds.
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
