import type { Input, StepResult } from '@libs/engine';

/** One input and what the core made of it. */
export interface StepRecord {
  readonly input: Input;
  readonly result: StepResult;
}
