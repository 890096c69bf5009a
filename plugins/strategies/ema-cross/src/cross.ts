export type Side = 'above' | 'below';

interface Averages<Value> {
  readonly fast: Value;
  readonly slow: Value;
}

/** To which side the fast average crossed the slow one with the newest bar; touching is not crossing, leaving the touch is. */
export function crossOf(before: Averages<number | null>, now: Averages<number>): Side | null {
  if (before.fast === null || before.slow === null) return null;
  if (before.fast <= before.slow && now.fast > now.slow) return 'above';
  if (before.fast >= before.slow && now.fast < now.slow) return 'below';
  return null;
}
