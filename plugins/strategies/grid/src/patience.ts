/** How long it waits after refusals. */
export interface Patience {
  /** Bars in a row with a refusal, the reason of the last one, and the bars still to wait. */
  count: number;
  reason: string;
  pause: number;
}

const LONGEST_PAUSE = 64;

export function noPatience(): Patience {
  return { count: 0, reason: '', pause: 0 };
}

/** Opens again after 1, 2, 4, … at most 64 bars; several refusals of a bar count once. */
export function refused(patience: Patience, reason: string): void {
  if (patience.pause > 0) return;
  patience.count += 1;
  patience.reason = reason;
  patience.pause = Math.min(2 ** (patience.count - 1), LONGEST_PAUSE);
}

/** A bar has passed; true while it should still wait. */
export function waits(patience: Patience): boolean {
  if (patience.pause > 0) patience.pause -= 1;
  return patience.pause > 0;
}
