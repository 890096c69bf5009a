import { TradingCore } from '@libs/engine';
import { SnapshotStore, accountFolder, readFolder } from '@libs/persistence';
import { ResearchRefused } from '../refusals';
import type { SessionName } from '../replay/run-replay';

interface Link {
  readonly sessionId: string;
  /** `inputSeq` of the last input before the session. */
  readonly after: number;
  /** True if strategies were already running when it began. */
  readonly goesOn: boolean;
}

/** The recorded sessions needed for one of them, oldest first: it and those before it, back to the newest that began without strategies. */
export async function sessionChain({ home, accountId, sessionId }: SessionName): Promise<readonly string[]> {
  const snapshots = new SnapshotStore({ home, accountId });
  const names = await readFolder(accountFolder(home, accountId));
  if (!names.includes(sessionId)) throw new ResearchRefused(`Session ${sessionId} of account ${accountId} is not recorded in ${home}.`);
  const links = await Promise.all(names.map((name) => linkOf(snapshots, name)));
  const ordered = links.toSorted((one, other) => one.after - other.after);
  const end = ordered.findIndex((link) => link.sessionId === sessionId);
  let first = end;
  while (first > 0 && ordered[first]?.goesOn) first -= 1;
  return ordered.slice(first, end + 1).map((link) => link.sessionId);
}

async function linkOf(snapshots: SnapshotStore, sessionId: string): Promise<Link> {
  const start = await snapshots.startOf(sessionId);
  if (!start) return { sessionId, after: 0, goesOn: false };
  const running = TradingCore.restore(start.core)
    .deployments()
    .filter(({ status }) => status !== 'stopped' && status !== 'faulted');
  return { sessionId, after: start.inputSeq, goesOn: running.length > 0 };
}
