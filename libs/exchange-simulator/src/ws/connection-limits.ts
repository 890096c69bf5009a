/** What one address may do at once; the defaults are the real exchange's. */
export interface ConnectionLimits {
  /** New connections within five minutes. */
  readonly newConnections: number;
  /** Open connections on one path. */
  readonly openPerPath: number;
  /** Orders over WebSocket within a second. */
  readonly tradeRequests: number;
}

export const REAL_LIMITS: ConnectionLimits = { newConnections: 500, openPerPath: 1_000, tradeRequests: 3_000 };

const FIVE_MINUTES = 5 * 60_000;

/** Counts the connections of each address. */
export class ConnectionCounter {
  private readonly made = new Map<string, number[]>();
  private readonly open = new Map<string, number>();

  constructor(
    private readonly limits: ConnectionLimits,
    private readonly monotonic: () => number,
  ) {}

  /** Whether one more may be made now; it then counts as made. */
  admits(address: string, path: string): boolean {
    const since = this.monotonic() - FIVE_MINUTES;
    const made = (this.made.get(address) ?? []).filter((at) => at > since);
    this.made.set(address, made);
    if (made.length >= this.limits.newConnections || this.openOn(address, path) >= this.limits.openPerPath) return false;
    made.push(this.monotonic());
    return true;
  }

  opened(address: string, path: string): void {
    this.open.set(`${address} ${path}`, this.openOn(address, path) + 1);
  }

  closed(address: string, path: string): void {
    const left = this.openOn(address, path) - 1;
    if (left > 0) this.open.set(`${address} ${path}`, left);
    else this.open.delete(`${address} ${path}`);
  }

  private openOn(address: string, path: string): number {
    return this.open.get(`${address} ${path}`) ?? 0;
  }
}

/** Counts what each address asks within the running second. */
export class RequestCounter {
  private second = -1;
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly monotonic: () => number,
  ) {}

  admits(address: string): boolean {
    const second = Math.floor(this.monotonic() / 1_000);
    if (second !== this.second) this.counts.clear();
    this.second = second;
    const count = (this.counts.get(address) ?? 0) + 1;
    this.counts.set(address, count);
    return count <= this.most;
  }
}
