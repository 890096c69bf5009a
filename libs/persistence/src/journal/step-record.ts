import type { Input, StepResult } from '@libs/engine';

/** One input and what the core made of it. */
export interface StepRecord {
  readonly input: Input;
  readonly result: StepResult;
  /** Wall time of the decision, epoch milliseconds; absent counts as the time of the commit. */
  readonly wall?: number;
}
