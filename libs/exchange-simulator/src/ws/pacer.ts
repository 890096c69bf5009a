import type { Timers } from '@libs/platform';

/** Something that wants to be called again at a moment of wall time. */
export interface Sleeper {
  /** Its time has come. */
  wake(wall: number): void;
}

/** Wakes sleepers with one timer for all; a sleeper sleeps once, until the earliest moment it asked for. */
export class Pacer {
  private readonly asleep = new Map<Sleeper, number>();
  private timer: { cancel(): void } | undefined;
  private timerAt = Infinity;

  constructor(
    private readonly monotonic: () => number,
    private readonly timers: Timers,
  ) {}

  wakeAt(sleeper: Sleeper, wall: number): void {
    if ((this.asleep.get(sleeper) ?? Infinity) <= wall) return;
    this.asleep.set(sleeper, wall);
    if (wall < this.timerAt) this.arm(wall);
  }

  stop(): void {
    this.timer?.cancel();
    this.asleep.clear();
  }

  private arm(wall: number): void {
    this.timer?.cancel();
    this.timerAt = wall;
    // Timers count whole milliseconds and may come a fraction early.
    this.timer = this.timers.after(Math.max(1, Math.ceil(wall - this.monotonic())), () => this.wakeAll());
  }

  private wakeAll(): void {
    const now = this.monotonic();
    this.timerAt = Infinity;
    for (const [sleeper, wall] of [...this.asleep]) {
      if (wall > now) continue;
      this.asleep.delete(sleeper);
      sleeper.wake(now);
    }
    const next = Math.min(...this.asleep.values());
    if (next < this.timerAt) this.arm(next);
  }
}
