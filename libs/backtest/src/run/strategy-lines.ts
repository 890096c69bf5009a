import type { StrategyLog } from '@libs/sdk';

/** A log line of a strategy; `at` is market time, epoch milliseconds. */
export interface StrategyLine extends StrategyLog {
  readonly at: number;
}

/** Number of lines kept from the start of a run and from its end: a line at each of a million bars would fill the memory. */
export const MOST_LINES = 100;

/** The log lines of a strategy in a run. */
export interface KeptLines {
  readonly first: readonly StrategyLine[];
  /** Number of lines between the first and the last ones. */
  readonly leftOut: number;
  /** Empty while the first ones are all there are. */
  readonly last: readonly StrategyLine[];
}

export class StrategyLines implements KeptLines {
  readonly first: StrategyLine[] = [];
  leftOut = 0;
  readonly last: StrategyLine[] = [];

  take(logs: readonly StrategyLog[], at: number): void {
    for (const log of logs) {
      const kept = this.first.length < MOST_LINES ? this.first : this.last;
      if (kept.push({ at, ...log }) <= MOST_LINES) continue;
      kept.shift();
      this.leftOut += 1;
    }
  }
}
