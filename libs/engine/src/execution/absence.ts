import type { ExchangeCapabilities } from '@libs/sdk';

/** How far the venue's clock may be behind the stamp that we signed. */
const CLOCK_SKEW_MS = 1_000;
/** How long after acceptance a venue may still not show an order (freqtrade#4403, #4612). */
const VISIBILITY_LAG_MS = 3_000;

export interface Doubt {
  /** Wall time of the signature. */
  readonly signedAt: number;
  /** Monotonic time after which nothing was sent any more. */
  readonly since: number;
}

/** The moment of a question, taken before it was asked. */
export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

/**
 * Whether "not found", asked at `moment`, proves that the venue never took the request: only when its request window has
 * closed since, and while it still shows every order that had an effect.
 */
export function absenceIsProof(doubt: Doubt, moment: Moment, capabilities: ExchangeCapabilities): boolean {
  if (capabilities.clientIdUnique === 'none') return false;
  return windowHasClosed(doubt, moment, capabilities) && moment.wall - doubt.signedAt < capabilities.lookupHorizon;
}

/** Whether the venue would refuse the request by now, measured on the monotonic clock, which no adjustment moves. */
export function windowHasClosed(doubt: Doubt, moment: Moment, { requestWindow }: ExchangeCapabilities): boolean {
  return requestWindow !== null && moment.monotonic - doubt.since > requestWindow + CLOCK_SKEW_MS + VISIBILITY_LAG_MS;
}
