const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;
const CALM_MS = 15_000;

/** Lets a topic begin anew at once, and ever more slowly while that does not help. */
export class RestartPacer {
  private last = -Infinity;
  private row = 0;

  /** Whether a restart may be done now; it is taken. Who is refused asks again. */
  ask(now: number): boolean {
    const wait = this.row === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.row - 1));
    if (now - this.last < wait) return false;
    this.last = now;
    this.row += 1;
    return true;
  }

  /** It is well; once that has lasted, the next restart is at once again. */
  well(now: number): void {
    if (now - this.last >= CALM_MS) this.row = 0;
  }
}
