const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const TEXT = /^(\d+)(ms|s|m|h|d)$/;

/** A duration as a whole number and its unit: `'250ms'`, `'90s'`, `'5m'`, `'12h'`, `'2d'`; `${milliseconds}ms` if it is computed. */
export type DurationText = `${number}${keyof typeof UNITS}`;

/**
 * Converts a duration to milliseconds; a day has 24 hours. Throws a RangeError for invalid text, and for a number, whose unit is unknown.
 *
 * @example
 * ctx.timer('give-up', ctx.marketTime + duration('30s'));
 */
export function duration(text: DurationText): number {
  const given: unknown = text;
  const [, amount, unit] = (typeof given === 'string' ? TEXT.exec(given) : null) ?? [];
  const milliseconds = Number(amount) * UNITS[unit as keyof typeof UNITS];
  if (Number.isSafeInteger(milliseconds)) return milliseconds;
  const shown = typeof given === 'string' ? `"${given}"` : String(given);
  throw new RangeError(`${shown} is no duration; write a whole number with its unit, such as "90s", "5m", "12h" or "2d"`);
}
