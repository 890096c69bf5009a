import type { ExecutionClock } from '@libs/engine';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly task: () => void;
}

/** Time that passes only when told, with all promises settled between two timers. */
export class ManualClock implements ExecutionClock {
  private now = 0;
  private timers: Timer[] = [];
  private made = 0;

  constructor(private readonly startedAt = 1_700_000_000_000) {}

  wall(): number {
    return this.startedAt + this.now;
  }

  monotonic(): number {
    return this.now;
  }

  after(delay: number, task: () => void): { cancel(): void } {
    const timer = { due: this.now + Math.max(0, delay), order: (this.made += 1), task };
    this.timers.push(timer);
    return { cancel: () => void (this.timers = this.timers.filter((other) => other !== timer)) };
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Lets `milliseconds` pass, one timer after the other. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds;
    await settled();
    for (let next = this.next(end); next; next = this.next(end)) {
      this.now = Math.max(this.now, next.due);
      this.timers = this.timers.filter((timer) => timer !== next);
      next.task();
      await settled();
    }
    this.now = end;
  }

  private next(end: number): Timer | undefined {
    return this.timers.filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due || a.order - b.order)[0];
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
