import { EventLogHash, TradingCore } from '@libs/engine';
import type { Input } from '@libs/engine';
import { JournalMismatch, RecoveryDiverged } from '@libs/persistence';
import type { InputRecord } from '@libs/persistence';
import type { Step } from './core-loop';
import { recover, type RecoveryParts } from './recovery';
import { StrategySeats } from './strategy-seats';

const started = (inputSeq: number): Input => ({
  inputSeq,
  marketTime: 0,
  body: { type: 'session-started', sessionId: `s${inputSeq}`, startedAtWall: 0 },
});

/** Three decisions as they were recorded from the first input on. */
function recorded(): InputRecord[] {
  const [core, hash] = [TradingCore.create(), new EventLogHash()];
  return [1, 2, 3].map((inputSeq) => ({ input: started(inputSeq), hash: hash.add(started(inputSeq), core.step(started(inputSeq))) }));
}

function parts(records: readonly InputRecord[], commit: RecoveryParts['commit']): RecoveryParts {
  const sandbox = { load: () => undefined, unload: () => undefined, deliver: () => undefined, snapshot: () => Promise.resolve({}) };
  const read = async function* (): AsyncGenerator<InputRecord> {
    yield* records;
  };
  return { snapshot: null, records: read, seats: new StrategySeats(sandbox), commit, onProgress: () => undefined };
}

describe('recover', () => {
  it('commits what was recorded and stands where it ends', async () => {
    const committed: number[] = [];
    const commit = async (steps: readonly Step[]): Promise<void> => void committed.push(...steps.map(({ input }) => input.inputSeq));
    const { core, hash, inputs } = await recover(parts(recorded(), commit));
    expect([committed, core.progress().inputSeq, hash.value, inputs]).toEqual([[1, 2, 3], 3, recorded()[2]!.hash, 3]);
  });

  it('commits nothing of what came out differently', async () => {
    const [first, second] = recorded();
    const committed: unknown[] = [];
    const commit = async (steps: readonly Step[]): Promise<void> => void committed.push(...steps);
    const other = { ...second!, hash: 'f'.repeat(64) };
    await expect(recover(parts([first!, other], commit))).rejects.toThrow(RecoveryDiverged);
    expect(committed).toEqual([]);
  });

  it('takes a journal that does not agree for a divergence, and a database that is away for what it is', async () => {
    const fails = (error: Error): Promise<unknown> => recover(parts(recorded(), () => Promise.reject(error)));
    await expect(fails(new JournalMismatch('a', 2, 'with 1 events, and now there are 2'))).rejects.toThrow(
      /^The last session was recorded by .* where input 2 was journalled before, but with 1 events, and now there are 2, 3 inputs after/,
    );
    await expect(fails(new Error('no database'))).rejects.toThrow(/^no database$/);
  });
});
