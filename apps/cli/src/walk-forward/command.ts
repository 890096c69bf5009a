import type { OptimiseCommand } from '../optimise/command';

/** The options of the verb, as they were typed. */
export interface WalkForwardCommand extends OptimiseCommand {
  readonly train: string;
  readonly test: string;
  readonly anchored: boolean;
}
