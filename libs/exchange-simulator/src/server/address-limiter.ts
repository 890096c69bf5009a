const MOST = 600;
const WINDOW = 5_000;
const BAN = 10 * 60_000;
const MOST_ADDRESSES = 10_000;

interface Visitor {
  /** Times of the last requests, as a ring: the oldest stands at `next`. */
  readonly times: Float64Array;
  next: number;
  bannedUntil: number;
}

/** 600 requests in 5 seconds from one address; more of them ban it for ten minutes. */
export class AddressLimiter {
  private readonly visitors = new Map<string, Visitor>();

  /** Whether a request at `now` (monotonic milliseconds) is let in; it is counted. A faster market allows as much more. */
  lets(address: string, now: number, speed = 1): boolean {
    const visitor = this.visitor(address);
    if (now < visitor.bannedUntil) return false;
    if (visitor.times[visitor.next]! + WINDOW / Math.max(1, speed) > now) {
      visitor.bannedUntil = now + BAN;
      return false;
    }
    visitor.times[visitor.next] = now;
    visitor.next = (visitor.next + 1) % MOST;
    return true;
  }

  private visitor(address: string): Visitor {
    const known = this.visitors.get(address);
    if (known) return known;
    if (this.visitors.size >= MOST_ADDRESSES) this.visitors.clear();
    const visitor = { times: new Float64Array(MOST).fill(-Infinity), next: 0, bannedUntil: -Infinity };
    this.visitors.set(address, visitor);
    return visitor;
  }
}
