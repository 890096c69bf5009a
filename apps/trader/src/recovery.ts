import { type EventLogHash, type TradingCore, isDurable, type StepResult, type Input } from '@libs/engine';
import { type InputRecord, JournalMismatch, type Snapshot, StepAgain } from '@libs/persistence';
import type { Step } from './core-loop';
import type { StrategySeats } from './strategy-seats';

export interface RecoveryParts {
  readonly snapshot: Snapshot | null;
  /** Recorded inputs after the snapshot, in order. */
  readonly records: (after: number) => AsyncIterable<InputRecord>;
  readonly seats: StrategySeats;
  /** Matches what was committed before and commits what was not; nothing in it may leave the house any more. */
  readonly commit: (steps: readonly Step[]) => Promise<void>;
  readonly onProgress: (inputs: number) => void;
}

export interface Recovered {
  readonly core: TradingCore;
  readonly hash: EventLogHash;
  readonly inputs: number;
}

const BATCH = 500;

/** Brings a core and its strategies to where the recording ends: the last snapshot, then every input after it once more. */
export async function recover({ snapshot, records, seats, commit, onProgress }: RecoveryParts): Promise<Recovered> {
  const again = new StepAgain(snapshot);
  const flush = async (steps: readonly Step[]): Promise<Step[]> => {
    if (steps.length > 0) await commit(steps).catch((error: unknown) => Promise.reject(asDivergence(again, error)));
    return [];
  };
  seats.restore(again.core, (snapshot?.strategies ?? {}) as Parameters<StrategySeats['restore']>[1]);
  let inputs = 0;
  let durable: Step[] = [];
  for await (const record of records(snapshot?.inputSeq ?? 0)) {
    const { input } = record;
    seats.recall(input);
    const result = again.step(record);
    for (const effect of result.effects) seats.carryOut(effect);
    // Orders that a crash kept from leaving are stale: decided long ago, their dispatch expires before the executor sees it.
    if (matters(input, result)) durable.push({ input, result, wall: 0 });
    inputs += 1;
    if (durable.length >= BATCH) durable = await flush(durable);
    if (inputs % 10_000 === 0) onProgress(inputs);
  }
  await flush(durable);
  return { core: again.core, hash: again.hash, inputs };
}

/** Whether a step has to be committed: it decided something, or consumed an entry of the inbox. */
export function matters({ body }: Input, { events }: StepResult): boolean {
  return events.some(isDurable) || 'inboxSeq' in body;
}

/** Another version may take other events for durable, though it comes to the same ones. */
function asDivergence(again: StepAgain, error: unknown): unknown {
  return error instanceof JournalMismatch ? again.diverged(error.what, error) : error;
}
