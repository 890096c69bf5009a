import { EventLogHash, TradingCore, type Input } from '@libs/engine';
import type { InputRecord } from '@libs/persistence';
import { replaySession, type ReplayReport, type SessionJournal } from './replay-session';
import { StrategyCheck } from './strategy-check';

const silent = { load: () => undefined, unload: () => undefined, deliver: () => undefined };

/** Three inputs that each leave one event in the journal. */
function recordedSession(): { records: InputRecord[]; journal: Map<number, readonly unknown[]> } {
  const core = TradingCore.create();
  const hash = new EventLogHash();
  const journal = new Map<number, readonly unknown[]>();
  const records = [1, 2, 3].map((inputSeq) => {
    const input: Input = { inputSeq, marketTime: inputSeq, body: { type: 'session-started', sessionId: `s${inputSeq}`, startedAtWall: 0 } };
    const result = core.step(input);
    journal.set(inputSeq, JSON.parse(JSON.stringify(result.events)) as unknown[]);
    return { input, hash: hash.add(input, result) };
  });
  return { records, journal };
}

async function replay(
  records: readonly InputRecord[],
  stored: ReadonlyMap<number, readonly unknown[]>,
  head: Partial<SessionJournal> = {},
): Promise<ReplayReport['difference']> {
  const journal: SessionJournal = { committedInput: 3, lastInput: 3, read: () => Promise.resolve(stored), ...head };
  const read = async function* (): AsyncGenerator<InputRecord> {
    yield* records;
  };
  return (
    await replaySession({ start: null, records: read(), journal, strategies: new StrategyCheck(silent), onProgress: () => undefined })
  ).difference;
}

describe('replaySession', () => {
  it('finds nothing where recording and journal are whole', async () => {
    const { records, journal } = recordedSession();
    expect(await replay(records, journal)).toBeNull();
  });

  it.each([1, 3])('misses rows that were taken out of the journal at input %d', async (inputSeq) => {
    const { records, journal } = recordedSession();
    journal.delete(inputSeq);
    expect(await replay(records, journal)).toMatchObject({ inputSeq, where: 'journal' });
  });

  it('forgives the newest decisions that no start has committed yet', async () => {
    const { records, journal } = recordedSession();
    journal.delete(3);
    expect(await replay(records, journal, { committedInput: 2, lastInput: 2 })).toBeNull();
  });

  it('misses the end of a recording that was cut short', async () => {
    const { records, journal } = recordedSession();
    expect(await replay(records.slice(0, 2), journal)).toMatchObject({ inputSeq: 3, where: 'recording' });
  });
});
