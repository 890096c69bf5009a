/**
 * Why data of a symbol is not what it seems, in the order in which they are told:
 * STALE nothing came for longer than the venue promises, or another source contradicts it; GAP something in between was lost;
 * CROSSED the bid reaches the ask; SKEWED its stamps and the venue's clock disagree; HALTED the venue does not trade it;
 * FORMING a bar is over and its close is not confirmed yet.
 */
export const TRUST_REASONS = ['STALE', 'GAP', 'CROSSED', 'SKEWED', 'HALTED', 'FORMING'] as const;

export type TrustReason = (typeof TRUST_REASONS)[number];

/** DEGRADED: all that is shown is right, but something is late. UNTRUSTED: what is shown may be wrong; entries stop. */
export type TrustLevel = 'TRUSTED' | 'DEGRADED' | 'UNTRUSTED';

export interface DataTrust {
  readonly level: TrustLevel;
  /** In the order of `TRUST_REASONS`, each once; empty only when TRUSTED. */
  readonly reasons: readonly TrustReason[];
}

export const TRUSTED: DataTrust = Object.freeze({ level: 'TRUSTED', reasons: Object.freeze([]) });

/** The state that follows from a set of reasons. */
export function trustOf(reasons: Iterable<TrustReason>): DataTrust {
  const given = new Set(reasons);
  if (given.size === 0) return TRUSTED;
  const level = given.size === 1 && given.has('FORMING') ? 'DEGRADED' : 'UNTRUSTED';
  return { level, reasons: TRUST_REASONS.filter((reason) => given.has(reason)) };
}

export function sameTrust(a: DataTrust, b: DataTrust): boolean {
  return a.level === b.level && a.reasons.join() === b.reasons.join();
}
