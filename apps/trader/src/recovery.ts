import { EventLogHash, TradingCore, isDurable, type StepResult, type Input } from '@libs/engine';
import type { InputRecord, Snapshot } from '@libs/persistence';
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

/** The recorded session and this program disagree; trading on from here would be guessing. */
export class RecoveryDiverged extends Error {
  constructor(inputSeq: number) {
    super(
      `Input ${inputSeq} led to other events than were recorded. Run "plimsoll replay" on the last session to see where; the account stays stopped.`,
    );
    this.name = 'RecoveryDiverged';
  }
}

const BATCH = 500;

/** Brings a core and its strategies to where the recording ends: the last snapshot, then every input after it once more. */
export async function recover({ snapshot, records, seats, commit, onProgress }: RecoveryParts): Promise<Recovered> {
  const core = snapshot ? TradingCore.restore(snapshot.core) : TradingCore.create();
  const hash = new EventLogHash(snapshot?.eventHash);
  seats.restore(core, (snapshot?.strategies ?? {}) as Parameters<StrategySeats['restore']>[1]);
  let inputs = 0;
  let durable: Step[] = [];
  for await (const { input, hash: recorded } of records(snapshot?.inputSeq ?? 0)) {
    seats.recall(input);
    const result = core.step(input);
    if (hash.add(input, result) !== recorded) throw new RecoveryDiverged(input.inputSeq);
    for (const effect of result.effects) seats.carryOut(effect);
    // Orders that a crash kept from leaving are stale: decided long ago, their dispatch expires before the executor sees it.
    if (matters(input, result)) durable.push({ input, result, wall: 0 });
    inputs += 1;
    if (durable.length >= BATCH) durable = await flush(durable, commit);
    if (inputs % 10_000 === 0) onProgress(inputs);
  }
  await flush(durable, commit);
  return { core, hash, inputs };
}

/** Whether a step has to be committed: it decided something, or consumed an entry of the inbox. */
export function matters({ body }: Input, { events }: StepResult): boolean {
  return events.some(isDurable) || 'inboxSeq' in body;
}

async function flush(steps: readonly Step[], commit: RecoveryParts['commit']): Promise<Step[]> {
  if (steps.length > 0) await commit(steps);
  return [];
}
