import type { RestAnswers } from './offline-venue';

/** Messages of a venue in the shape that it documents; prices and sizes are made up, with as many digits as the venue writes. */
export interface VenueMessages {
  readonly id: string;
  readonly symbol: string;
  readonly rest: RestAnswers;
  /** Frames in their order; the last of each list is the one that is read. */
  readonly book: readonly unknown[];
  readonly trades: readonly unknown[];
  readonly ticker: readonly unknown[];
  readonly quote: readonly unknown[];
  /** Absent where ccxt has no stream of candles. */
  readonly bars?: readonly unknown[];
}
