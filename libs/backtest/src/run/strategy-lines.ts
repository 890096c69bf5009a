import type { StrategyLog } from '@libs/sdk';

/** A log line of a strategy; `at` is market time, epoch milliseconds. */
export interface StrategyLine extends StrategyLog {
  readonly at: number;
}

/** More tell nobody anything, and a line at each of a million bars would fill the memory. */
export const MOST_LINES = 200;

/** The first log lines of a strategy in a run, and the number of the others. */
export class StrategyLines {
  readonly lines: StrategyLine[] = [];
  more = 0;

  take(logs: readonly StrategyLog[], at: number): void {
    for (const log of logs) {
      if (this.lines.length < MOST_LINES) this.lines.push({ at, ...log });
      else this.more += 1;
    }
  }
}
