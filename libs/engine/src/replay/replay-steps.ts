import type { StepResult } from '../core/effect';
import type { Input } from '../core/input';
import { TradingCore } from '../core/trading-core';
import { EventLogHash } from './event-log-hash';

/** Where a recording begins: a snapshot and the hash of the event log up to it. Without one it begins at nothing. */
export interface ReplayStart {
  readonly snapshot?: unknown;
  readonly eventHash?: string;
}

export interface ReplayedStep {
  readonly input: Input;
  readonly result: StepResult;
  /** Running hash after this step. */
  readonly hash: string;
}

/** Steps a core over recorded inputs once more, one by one as they are asked for. */
export function* replaySteps(inputs: Iterable<Input>, { snapshot, eventHash }: ReplayStart = {}): Generator<ReplayedStep> {
  const core = snapshot === undefined ? TradingCore.create() : TradingCore.restore(snapshot);
  const log = new EventLogHash(eventHash);
  for (const input of inputs) {
    const result = core.step(input);
    yield { input, result, hash: log.add(input, result) };
  }
}
