/** What is left of a limit after something was asked for. */
export interface RateTaken {
  /** How many of those asked for are allowed: all, some or none. */
  readonly allowed: number;
  readonly left: number;
  /** Milliseconds until one more is allowed; 0 while any is left. */
  readonly resetIn: number;
}

export interface RateAsk {
  readonly limit: number;
  readonly count: number;
  /** Monotonic milliseconds. */
  readonly now: number;
  readonly window: number;
}

/** Counts in a window that rolls with the clock; one counter per name. */
export class RateLimiter {
  private readonly counters = new Map<string, Counter>();

  take(name: string, ask: RateAsk): RateTaken {
    let counter = this.counters.get(name);
    if (!counter) this.counters.set(name, (counter = new Counter()));
    return counter.take(ask);
  }
}

const COMPACT_AFTER = 4_096;

class Counter {
  private times: number[] = [];
  private first = 0;

  take({ limit, count, now, window }: RateAsk): RateTaken {
    while (this.first < this.times.length && this.times[this.first]! + window <= now) this.first += 1;
    if (this.first > COMPACT_AFTER || this.first === this.times.length) {
      this.times.splice(0, this.first);
      this.first = 0;
    }
    const free = Math.max(0, limit - (this.times.length - this.first));
    const allowed = Math.min(free, count);
    for (let taken = 0; taken < allowed; taken += 1) this.times.push(now);
    const left = free - allowed;
    return { allowed, left, resetIn: left > 0 ? 0 : Math.max(0, this.times[this.first]! + window - now) };
  }
}
