import { randomUUID } from 'node:crypto';
import type { EventLogHash, TradingCore } from '@libs/engine';
import { SegmentWriter, type SessionStore, type SnapshotStore, type Sealed, sessionFolder } from '@libs/persistence';
import type { Snapshot as StrategyStates } from '@libs/plugin-host';
import type { CodeVersion, Logger } from '@libs/platform';
import type { Step } from './core-loop';

export interface SessionParts {
  readonly home: string;
  readonly accountId: string;
  readonly core: TradingCore;
  readonly hash: EventLogHash;
  readonly store: Pick<SessionStore, 'start' | 'end' | 'addSegment'>;
  readonly snapshots: SnapshotStore;
  readonly logger: Logger;
  /** Resolves once everything that was committed so far would survive a power cut. */
  readonly flush: () => Promise<void>;
  readonly writtenBy: CodeVersion;
}

/** One recorded stretch of an account's life: it begins with a snapshot, so that it can be replayed by itself. */
export class Session {
  readonly id = randomUUID();
  private readonly writer: SegmentWriter;
  private lastHash: string;

  private constructor(private readonly parts: SessionParts) {
    this.lastHash = parts.hash.value;
    this.writer = new SegmentWriter({
      folder: sessionFolder(parts.home, parts.accountId, this.id),
      onSealed: (sealed) =>
        void this.index(sealed).catch((error: unknown) => parts.logger.warn('a segment could not be indexed', { error })),
      onTrouble: (error) => parts.logger.error('recording failed', { error }),
    });
  }

  static async begin(parts: SessionParts, strategies: StrategyStates): Promise<Session> {
    const session = new Session(parts);
    await parts.flush();
    await session.writeSnapshot(parts.core.snapshot(), strategies);
    const { inputSeq } = parts.core.progress();
    const folder = sessionFolder(parts.home, parts.accountId, session.id);
    await parts.store.start({ sessionId: session.id, accountId: parts.accountId, firstInputSeq: inputSeq + 1, folder });
    return session;
  }

  record({ input, result }: Step): void {
    this.lastHash = this.parts.hash.add(input, result);
    this.writer.append(input, this.lastHash);
  }

  /** Resolves when everything recorded before this call is on disk. */
  sync(): Promise<void> {
    return this.writer.sync();
  }

  /**
   * Call when every strategy stands where the core believes it to: the core is caught now, `strategies` must have been asked for in
   * the same turn. A start goes on from the snapshot and commits nothing before it again, so it waits until `committed` is on disk.
   */
  async snapshot(strategies: Promise<StrategyStates>, committed: Promise<void>): Promise<void> {
    const at = this.parts.core.progress().inputSeq;
    const core = this.parts.core.snapshot();
    const eventHash = this.lastHash;
    const [states] = await Promise.all([strategies, this.writer.sync(), committed.then(() => this.parts.flush())]);
    await this.writeSnapshot(core, states, at, eventHash);
  }

  async end(): Promise<void> {
    // What arrives while the recording is being closed may not reach the disk any more, so the end is where it is now.
    const { inputSeq: lastInputSeq } = this.parts.core.progress();
    const eventHash = this.lastHash;
    await this.writer.close();
    await this.parts.store.end({ sessionId: this.id, lastInputSeq, eventHash });
  }

  private async writeSnapshot(
    core: unknown,
    strategies: StrategyStates,
    at = this.parts.core.progress().inputSeq,
    eventHash = this.lastHash,
  ): Promise<void> {
    const { snapshots, writtenBy } = this.parts;
    await snapshots.write({ inputSeq: at, sessionId: this.id, core, strategies, eventHash, writtenBy });
  }

  private async index(sealed: Sealed): Promise<void> {
    await this.parts.store.addSegment({ ...sealed, sessionId: this.id });
  }
}
