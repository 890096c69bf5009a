import type { Input, StepResult } from '@libs/engine';

/** One input and its result. */
export interface StepRecord {
  readonly input: Input;
  readonly result: StepResult;
  /** Wall time of the decision, epoch milliseconds; absent: the time of the commit. */
  readonly wall?: number;
}
