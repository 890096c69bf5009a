/**
 * Why data of a symbol cannot be fully trusted, in order of severity: STALE: nothing arrived for longer than the venue guarantees, or
 * another source contradicts it; GAP: messages in between were lost; CROSSED: the bid reaches the ask; SKEWED: timestamps and the venue's
 * clock disagree; HALTED: the venue does not trade it; FORMING: a bar is over and its close is not confirmed yet.
 */
export const TRUST_REASONS = ['STALE', 'GAP', 'CROSSED', 'SKEWED', 'HALTED', 'FORMING'] as const;

export type TrustReason = (typeof TRUST_REASONS)[number];

/** DEGRADED: everything shown is correct, but something is late. UNTRUSTED: what is shown may be wrong; entries are denied. */
export type TrustLevel = 'TRUSTED' | 'DEGRADED' | 'UNTRUSTED';

export interface DataTrust {
  readonly level: TrustLevel;
  /** In the order of `TRUST_REASONS`, without duplicates; empty only when TRUSTED. */
  readonly reasons: readonly TrustReason[];
}

export const TRUSTED: DataTrust = Object.freeze({ level: 'TRUSTED', reasons: Object.freeze([]) });

/** The trust level for a set of reasons. */
export function trustOf(reasons: Iterable<TrustReason>): DataTrust {
  const given = new Set(reasons);
  if (given.size === 0) return TRUSTED;
  const level = given.size === 1 && given.has('FORMING') ? 'DEGRADED' : 'UNTRUSTED';
  return { level, reasons: TRUST_REASONS.filter((reason) => given.has(reason)) };
}

export function sameTrust(a: DataTrust, b: DataTrust): boolean {
  return a.level === b.level && a.reasons.join() === b.reasons.join();
}
