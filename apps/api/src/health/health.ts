import type { ComponentHealth, Market } from './health.types';

/** What each process last said of itself. */
export interface HealthBoardReader {
  components(): Promise<readonly ComponentHealth[]>;
}

/** The market that paper accounts trade on; null when there is none or it does not answer. */
export interface MarketWatch {
  now(): Promise<Market | null>;
}
