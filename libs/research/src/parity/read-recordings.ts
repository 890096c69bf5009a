import { TradingCore } from '@libs/engine';
import { SessionReader, type DeploymentRecording } from '@libs/backtest';
import { SegmentReader, SnapshotStore, sessionFolder } from '@libs/persistence';
import { ResearchRefused } from '../refusals';

export interface RecordedAccount {
  readonly home: string;
  readonly accountId: string;
}

export interface Recordings {
  /** Deployments whose start is recorded. */
  readonly deployments: readonly DeploymentRecording[];
  /** Ids of deployments that ran in these sessions but started before them. */
  readonly headless: readonly string[];
}

/** Steps a core over consecutive sessions and collects what happened to each strategy. */
export async function readRecordings({ home, accountId }: RecordedAccount, sessions: readonly string[]): Promise<Recordings> {
  const start = await new SnapshotStore({ home, accountId }).startOf(sessions[0] ?? '');
  const core = start ? TradingCore.restore(start.core) : TradingCore.create();
  const reader = new SessionReader();
  let last = start?.inputSeq ?? 0;
  for (const sessionId of sessions) {
    for await (const { input } of new SegmentReader(sessionFolder(home, accountId, sessionId)).records(last)) {
      if (input.inputSeq !== last + 1)
        throw new ResearchRefused(`Between input ${last} and input ${input.inputSeq} of account ${accountId} nothing is recorded.`);
      last = input.inputSeq;
      reader.take(input, core.step(input), core);
    }
  }
  const known = new Set(reader.ids);
  const deployments = reader.ids.flatMap((id) => reader.recordingOf(id) ?? []);
  const running = core.deployments().filter(({ status }) => status !== 'stopped' && status !== 'faulted');
  return { deployments, headless: running.map(({ terms }) => terms.deploymentId).filter((id) => !known.has(id)) };
}
