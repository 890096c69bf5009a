export type Side = 'above' | 'below';

/**
 * To which side the fast average crossed the slow one with the newest bar, by how far it is above it, before (null without a bar) and now;
 * touching is not crossing, leaving the touch is.
 */
export function crossOf(before: number | null, now: number): Side | null {
  if (before === null) return null;
  if (before <= 0 && now > 0) return 'above';
  if (before >= 0 && now < 0) return 'below';
  return null;
}
