import type { Venue } from '@libs/simulation';
import type { ApiKeys } from './api-keys';
import type { Members } from './members';

/** Where the market stood when the journal ended. */
export interface StoredPosition {
  readonly at: number;
  readonly until: number;
}

/** What an account asked for in case its connections break: products and seconds. */
export type DisconnectTerms = Map<string, Map<string, number>>;

/** Everything the journal keeps, as it is in memory. */
export interface SimulatorState {
  readonly venue: Venue;
  readonly keys: ApiKeys;
  readonly members: Members;
  readonly disconnect: DisconnectTerms;
  origin: number | undefined;
  position: StoredPosition | undefined;
}

export function disconnectTermsOf(terms: DisconnectTerms, accountId: string): Map<string, number> {
  let products = terms.get(accountId);
  if (!products) terms.set(accountId, (products = new Map()));
  return products;
}
