const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;
const CALM_MS = 15_000;

/** Allows the first restart of a topic immediately, and later ones with growing pauses while restarts do not help. */
export class RestartPacer {
  private last = -Infinity;
  private row = 0;

  /** Returns true and counts the restart if it is allowed now; otherwise ask again later. */
  ask(now: number): boolean {
    const wait = this.row === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.row - 1));
    if (now - this.last < wait) return false;
    this.last = now;
    this.row += 1;
    return true;
  }

  /** The topic is healthy; once that has lasted, the next restart is immediate again. */
  well(now: number): void {
    if (now - this.last >= CALM_MS) this.row = 0;
  }
}
