const STEP = 100;
const CAP = 5_000;
const HEALTHY_FOR = 60_000;

/** Delay before the next start, in milliseconds: none after a healthy run, otherwise doubling up to five seconds. */
export class RestartDelay {
  private failures = 0;
  private startedAt: number | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  started(): void {
    this.startedAt = this.now();
  }

  next(): number {
    if (this.startedAt !== null && this.now() - this.startedAt >= HEALTHY_FOR) this.failures = 0;
    this.startedAt = null;
    const delay = this.failures === 0 ? 0 : Math.min(STEP * 2 ** (this.failures - 1), CAP);
    this.failures += 1;
    return delay;
  }
}
