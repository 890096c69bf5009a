export type Side = 'above' | 'below';

/**
 * The side to which the fast average crossed the slow one with the newest bar, from its distance above it before (NaN without a bar) and
 * now. Touching is not a crossing, moving away from the touch is.
 */
export function crossOf(before: number, now: number): Side | null {
  if (before <= 0 && now > 0) return 'above';
  if (before >= 0 && now < 0) return 'below';
  return null;
}
