const LONGEST = 600_000;
const SHORTEST = 30_000;

/** Milliseconds a quiet connection lives: ten minutes, or what `?max_active_time=45s` or `=2m` asks for within its bounds. */
export function aliveTime(url: string): number {
  const [, amount, unit] = /[?&]max_active_time=(\d{1,4})([sm])(?:&|$)/.exec(url) ?? [];
  if (amount === undefined) return LONGEST;
  return Math.min(LONGEST, Math.max(SHORTEST, Number(amount) * (unit === 'm' ? 60_000 : 1_000)));
}
