import { EventLogHash, TradingCore, type Input, type StepResult } from '@libs/engine';
import { codeVersion } from '@libs/platform';
import type { InputRecord } from '../segment/record';
import type { Snapshot } from '../segment/snapshot-store';
import { RecoveryDiverged } from './recovery-diverged';

/** A core being stepped to the end of a recording; throws `RecoveryDiverged` if this code gives a different result. */
export class StepAgain {
  readonly core: TradingCore;
  readonly hash: EventLogHash;
  private inputs = 0;

  constructor(
    private readonly from: Snapshot | null,
    private readonly running = codeVersion(),
  ) {
    this.hash = new EventLogHash(from?.eventHash);
    this.core = this.here('its snapshot cannot be read', () => (from ? TradingCore.restore(from.core) : TradingCore.create()));
  }

  /** Recorded inputs come in order, from the first after the snapshot on. */
  step({ input, hash: recorded }: InputRecord): StepResult {
    this.inputs += 1;
    const result = this.here(`${nameOf(input)} cannot be taken`, () => this.core.step(input));
    if (this.hash.add(input, result) !== recorded) throw this.diverged(`${nameOf(input)} leads to other events`);
    return result;
  }

  /** A committed result differs, although the recording is the same. */
  diverged(what: string, cause?: unknown): RecoveryDiverged {
    const { from, running, inputs } = this;
    return new RecoveryDiverged({ what, recordedBy: from?.writtenBy ?? null, running, inputs }, cause);
  }

  private here<Result>(what: string, act: () => Result): Result {
    try {
      return act();
    } catch (cause) {
      throw this.diverged(`${what} (${cause instanceof Error ? cause.message : String(cause)})`, cause);
    }
  }
}

function nameOf({ inputSeq, marketTime, body }: Input): string {
  return `input ${inputSeq} (${body.type}, market time ${new Date(marketTime).toISOString()})`;
}
