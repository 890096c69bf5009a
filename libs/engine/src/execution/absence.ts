import type { ExchangeCapabilities } from '@libs/sdk';

/** How far the venue's clock may lag behind our signature timestamp. */
const CLOCK_SKEW_MS = 1_000;
/** How long after acceptance a venue may still not list an order (freqtrade#4403, #4612). */
const VISIBILITY_LAG_MS = 3_000;

export interface Doubt {
  /** Wall time of the signature. */
  readonly signedAt: number;
  /** Monotonic time after which nothing was sent any more. */
  readonly since: number;
}

/** The time of a query, taken before it was sent. */
export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

/**
 * True if "not found", queried at `moment`, proves that the venue never received the request: its request window must have closed since,
 * and the venue must still list every order that had an effect.
 */
export function absenceIsProof(doubt: Doubt, moment: Moment, capabilities: ExchangeCapabilities): boolean {
  if (capabilities.clientIdUnique === 'none') return false;
  return windowHasClosed(doubt, moment, capabilities) && moment.wall - doubt.signedAt < capabilities.lookupHorizon;
}

/** True if the venue would refuse the request now, measured on the monotonic clock, which is never adjusted. */
export function windowHasClosed(doubt: Doubt, moment: Moment, { requestWindow }: ExchangeCapabilities): boolean {
  return requestWindow !== null && moment.monotonic - doubt.since > requestWindow + CLOCK_SKEW_MS + VISIBILITY_LAG_MS;
}
