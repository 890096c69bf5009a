import { createDataSource, SegmentReader, SnapshotStore, sessionFolder } from '@libs/persistence';
import { KeptCode, StrategySandbox } from '@libs/plugin-host';
import { changesSince } from './changes-since';
import { replaySession, type ReplayReport, type SessionJournal } from './replay-session';
import { StrategyCheck } from './strategy-check';

/** One recorded session of an account. */
export interface SessionName {
  /** The installation's folder. */
  readonly home: string;
  readonly accountId: string;
  readonly sessionId: string;
}

export interface ReplayRun extends SessionName {
  /** Undefined if there is no database with a journal to compare. */
  readonly databaseUrl: string | undefined;
  /** Folder of built strategies, for code that is not kept yet; default the installation's. */
  readonly strategies?: string | undefined;
  readonly onProgress: (inputs: number) => void;
}

export interface SessionReplay extends ReplayReport {
  /** What differs here from where it was recorded, each as a clause; a difference may come from that alone. */
  readonly changes: readonly string[];
}

/** Replays a session with its strategies in a separate sandbox; the running platform is not touched. */
export async function runReplay({ databaseUrl, onProgress, strategies: installed, ...session }: ReplayRun): Promise<SessionReplay> {
  const { home, accountId, sessionId } = session;
  const start = await new SnapshotStore({ home, accountId }).startOf(sessionId);
  const journal = databaseUrl === undefined ? undefined : await openJournal(databaseUrl, session);
  const sandbox = new StrategySandbox({
    kept: new KeptCode({ home, strategies: installed }),
    onAnswer: (answer) => strategies.answered(answer),
    onFault: (fault) => strategies.faulted(fault),
  });
  const strategies: StrategyCheck = new StrategyCheck(sandbox);
  try {
    const records = new SegmentReader(sessionFolder(home, accountId, sessionId)).records(start?.inputSeq ?? 0);
    const report = await replaySession({ start, records, strategies, journal: journal?.view ?? null, onProgress });
    return { ...report, changes: changesSince(start, report.difference !== null) };
  } finally {
    await sandbox.close();
    await journal?.close();
  }
}

const HEAD = `WITH own AS (SELECT first_input_seq, last_input_seq FROM sessions WHERE id = $2),
    next AS (SELECT min(s.first_input_seq) AS first FROM sessions s, own WHERE s.account_id = $1 AND s.first_input_seq > own.first_input_seq)
  SELECT COALESCE((SELECT input_seq FROM trader_state WHERE account_id = $1), 0) AS committed, GREATEST(
    (SELECT last_input_seq FROM own),
    (SELECT max(j.input_seq) FROM journal j, own, next
      WHERE j.account_id = $1 AND j.input_seq >= own.first_input_seq AND (next.first IS NULL OR j.input_seq < next.first)), 0) AS last`;

async function openJournal(
  url: string,
  { accountId, sessionId }: SessionName,
): Promise<{ view: SessionJournal; close: () => Promise<void> }> {
  const dataSource = await createDataSource(url, 1, { name: 'replay' });
  const [head] = await dataSource.query<{ committed: number; last: number }[]>(HEAD, [accountId, sessionId]);
  const read: SessionJournal['read'] = async (from, to) => {
    const rows = await dataSource.query<{ seq: number; body: unknown }[]>(
      'SELECT input_seq AS seq, body FROM journal WHERE account_id = $1 AND input_seq BETWEEN $2 AND $3 ORDER BY input_seq, index',
      [accountId, from, to],
    );
    return new Map([...Map.groupBy(rows, ({ seq }) => seq)].map(([seq, group]) => [seq, group.map(({ body }) => body)]));
  };
  return { view: { committedInput: head?.committed ?? 0, lastInput: head?.last ?? 0, read }, close: () => dataSource.destroy() };
}
