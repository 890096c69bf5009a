const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;
const CALM_MS = 60_000;

/** Lets a topic begin anew at once, and ever more slowly while that does not help. */
export class RestartPacer {
  private last = -Infinity;
  private row = 0;
  private wanted = false;

  /** Somebody wants a restart; true when it may be done now, otherwise `due` tells when. */
  ask(now: number): boolean {
    this.wanted = true;
    return this.due(now);
  }

  /** Whether a restart is to be done now; it is taken. One that did not help is due again, until `settle`. */
  due(now: number): boolean {
    if (!this.wanted) return false;
    if (now - this.last >= CALM_MS) this.row = 0;
    const wait = this.row === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.row - 1));
    if (now - this.last < wait) return false;
    this.last = now;
    this.row += 1;
    return true;
  }

  /** It is well again, so nothing has to begin anew. */
  settle(): void {
    this.wanted = false;
  }
}
