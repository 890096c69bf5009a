import { createDataSource, SegmentReader, SnapshotStore } from '@libs/persistence';
import { StrategySandbox } from '@libs/plugin-host';
import type { Home } from '../home/home';
import type { RecordedFolder } from './find-session';
import { replaySession, type ReplayParts, type ReplayReport } from './replay-session';
import { StrategyCheck } from './strategy-check';

type Journalled = NonNullable<ReplayParts['journalled']>;

export interface ReplayRun {
  readonly home: Home;
  readonly session: RecordedFolder;
  readonly databaseUrl: string | undefined;
  readonly onProgress: (inputs: number) => void;
}

/** Replays a session with its strategies in a sandbox of their own; nothing of the running platform is touched. */
export async function runReplay({ home, session, databaseUrl, onProgress }: ReplayRun): Promise<ReplayReport> {
  const { accountId, sessionId, path } = session;
  const start = await new SnapshotStore({ home: home.path, accountId }).startOf(sessionId);
  const journal = databaseUrl === undefined ? undefined : await openJournal(databaseUrl, accountId);
  const sandbox = new StrategySandbox({
    onAnswer: (answer) => strategies.answered(answer),
    onFault: (fault) => strategies.faulted(fault),
  });
  const strategies: StrategyCheck = new StrategyCheck(sandbox);
  try {
    const records = new SegmentReader(path).records(start?.inputSeq ?? 0);
    return await replaySession({ start, records, strategies, journalled: journal?.read ?? null, onProgress });
  } finally {
    await sandbox.close();
    await journal?.close();
  }
}

async function openJournal(url: string, accountId: string): Promise<{ read: Journalled; close: () => Promise<void> }> {
  const dataSource = await createDataSource(url, 1, { name: 'replay' });
  const read: Journalled = async (from, to) => {
    const rows = await dataSource.query<{ seq: number; body: unknown }[]>(
      'SELECT input_seq AS seq, body FROM journal WHERE account_id = $1 AND input_seq BETWEEN $2 AND $3 ORDER BY input_seq, index',
      [accountId, from, to],
    );
    return new Map([...Map.groupBy(rows, ({ seq }) => seq)].map(([seq, group]) => [seq, group.map(({ body }) => body)]));
  };
  return { read, close: () => dataSource.destroy() };
}
