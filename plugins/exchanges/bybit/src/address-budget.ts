import type { LimitTimes } from './limit-headers';

/** What a call is for: cancels may use what creates may not, and creates what reads may not. */
export type CallKind = 'read' | 'create' | 'cancel';

/** What an answer says of limits. */
export interface Verdict extends LimitTimes {
  readonly path: string;
  readonly status: number;
  /** Null where the answer is no envelope. */
  readonly retCode: number | null;
}

/**
 * https://bybit-exchange.github.io/docs/v5/rate-limit: 600 requests of an address in five seconds, else it is banned for ten
 * minutes. Trader and api read too, in processes of their own that count for themselves, so some of it is left to them; a
 * reconciliation after a long absence needs hundreds of reads at once.
 */
const WINDOW_MS = 5_000;
const MOST: Readonly<Record<CallKind, number>> = { read: 400, create: 500, cancel: 550 };
const BAN_MS = 600_000;
const TOO_MANY_VISITS = 10_006;
/** Of all requests of the address, and of the venue as a whole. */
const WIDE_LIMITS: readonly (number | null)[] = [10_018, 10_429];
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** No slip in a header silences the venue for longer. */
const LONGEST_TOLD_MS = 3_600_000;

/**
 * How often one address may ask: it keeps clear of the limit that bans it, leaves the last of it to cancels, and waits
 * where the venue says so. Times are monotonic milliseconds.
 */
export class AddressBudget {
  private readonly calls: number[] = [];
  /** Until when nobody may ask, and until when an endpoint may not be asked. */
  private closedUntil = 0;
  private readonly closedPaths = new Map<string, number>();
  private protections = 0;

  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** Milliseconds until a call may be made; 0: now, and it is counted. */
  take(kind: CallKind, path: string): number {
    const now = this.monotonic();
    const wait = Math.max(this.waitFor(path), this.fullFor(kind, now));
    if (wait > 0) return wait;
    this.calls.push(now);
    return 0;
  }

  /** Milliseconds for which the venue wants the endpoint to be left alone. */
  waitFor(path: string): number {
    return Math.max(0, Math.max(this.closedUntil, this.closedPaths.get(path) ?? 0) - this.monotonic());
  }

  /** Whether the venue did nothing because too much was asked of it. */
  answered({ path, status, retCode, resetIn, retryIn }: Verdict): boolean {
    const told = retryIn === null ? null : Math.min(LONGEST_TOLD_MS, retryIn);
    if (status === 403) this.close(told ?? BAN_MS);
    else if (status === 429 || WIDE_LIMITS.includes(retCode)) {
      this.close(told ?? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.protections));
      this.protections += 1;
    } else if (retCode === TOO_MANY_VISITS) this.closedPaths.set(path, this.monotonic() + (told ?? pauseUntil(resetIn)));
    else {
      if (status === 200) this.protections = 0;
      return false;
    }
    return true;
  }

  private close(pause: number): void {
    this.closedUntil = Math.max(this.closedUntil, this.monotonic() + pause);
  }

  private fullFor(kind: CallKind, now: number): number {
    while (this.calls.length > 0 && this.calls[0]! <= now - WINDOW_MS) this.calls.shift();
    const oldest = this.calls[this.calls.length - MOST[kind]];
    return oldest === undefined ? 0 : oldest + WINDOW_MS - now;
  }
}

/** A time that is past says nothing: the venue refused only now, so one of the two clocks is off. */
function pauseUntil(resetIn: number | null): number {
  return resetIn === null || resetIn <= 0 ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, resetIn);
}

const budgets = new Map<string, AddressBudget>();

/** The one that everything in this process shares which asks that venue. */
export function budgetOf(origin: string): AddressBudget {
  const known = budgets.get(origin) ?? new AddressBudget();
  budgets.set(origin, known);
  return known;
}
