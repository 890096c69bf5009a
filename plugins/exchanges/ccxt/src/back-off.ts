const STEP = 1_000;
const CAP = 60_000;
const HEALTHY_FOR = 60_000;

/** How long to wait before the next try, in milliseconds: none after a minute of health, else doubling with jitter. */
export class BackOff {
  private failures = 0;
  private flowingSince: number | null = null;

  constructor(
    private readonly now: () => number,
    private readonly random: () => number,
  ) {}

  flows(): void {
    this.flowingSince ??= this.now();
  }

  next(): number {
    const healthy = this.flowingSince !== null && this.now() - this.flowingSince >= HEALTHY_FOR;
    this.flowingSince = null;
    if (healthy) {
      this.failures = 0;
      return 0;
    }
    const full = Math.min(CAP, STEP * 2 ** this.failures);
    this.failures += 1;
    return full * (0.5 + this.random() / 2);
  }
}
