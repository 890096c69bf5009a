import type { MonotonicClock } from '@libs/platform';

const WINDOW_MS = 300_000;

/** New connections to one venue, counted over five minutes; venues ban addresses that open more. */
export class OpenBudget {
  private readonly opened: number[] = [];

  constructor(private readonly monotonic: MonotonicClock) {}

  /** Takes one and gives 0, or gives the milliseconds until one is free. */
  take(most: number): number {
    const now = this.monotonic.now();
    while (this.opened.length > 0 && this.opened[0]! <= now - WINDOW_MS) this.opened.shift();
    if (this.opened.length >= most) return this.opened[0]! + WINDOW_MS - now;
    this.opened.push(now);
    return 0;
  }
}
