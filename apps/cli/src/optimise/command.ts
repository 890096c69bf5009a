import type { RunOptions } from '../backtest/command';

/** The options of the verb, as they were typed. */
export interface OptimiseCommand extends RunOptions {
  readonly sampler: string;
  readonly trials: string;
  readonly objective: string;
  readonly minTrades: string;
  readonly jobs?: string;
  readonly out?: string;
  readonly resume: boolean;
}
