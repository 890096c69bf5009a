export interface BackoffOptions {
  /** Milliseconds of the first delay. */
  readonly step: number;
  /** Milliseconds no delay exceeds. */
  readonly cap: number;
  /** 0 ≤ x < 1; spreads a delay over its upper half, so that many waiters do not retry at the same moment. */
  readonly random?: () => number;
}

/** Delay before attempt `attempt` (1, 2, …): the step doubles up to the cap, and its upper half is jitter. */
export function backoffDelay(attempt: number, { step, cap, random = Math.random }: BackoffOptions): number {
  const full = Math.min(cap, step * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full / 2 + (full / 2) * random());
}
