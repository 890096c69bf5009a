import type { DataSource } from 'typeorm';
import { IsNull } from 'typeorm';
import { SegmentEntity, SessionEntity } from '../entities/session.entity';

export interface SessionStart {
  readonly sessionId: string;
  readonly accountId: string;
  readonly firstInputSeq: number;
  readonly folder: string;
}

export interface SessionEnd {
  readonly sessionId: string;
  readonly lastInputSeq: number;
  readonly eventHash: string;
}

export type SealedSegment = Omit<SegmentEntity, 'sealedAt'>;

/** The index of recorded sessions and their segment files. */
export class SessionStore {
  constructor(private readonly dataSource: DataSource) {}

  /** Marks sessions of the account that were still running as crashed: a new one starts only when they are over. */
  async start({ sessionId, accountId, firstInputSeq, folder }: SessionStart): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.update(SessionEntity, { accountId, endedAt: IsNull() }, { status: 'crashed', endedAt: () => 'now()' });
      await manager.insert(SessionEntity, { id: sessionId, accountId, firstInputSeq, folder, status: 'running', startedAt: () => 'now()' });
    });
  }

  async end({ sessionId, lastInputSeq, eventHash }: SessionEnd): Promise<void> {
    await this.dataSource
      .getRepository(SessionEntity)
      .update({ id: sessionId }, { status: 'ended', endedAt: () => 'now()', lastInputSeq, eventHash });
  }

  /** Repeats replace the row, because a segment may be sealed again after a crash. */
  async addSegment(segment: SealedSegment): Promise<void> {
    await this.dataSource.getRepository(SegmentEntity).upsert({ ...segment, sealedAt: () => 'now()' }, ['sessionId', 'number']);
  }

  async get(sessionId: string): Promise<SessionEntity | null> {
    return this.dataSource.getRepository(SessionEntity).findOneBy({ id: sessionId });
  }

  /** Newest first; of one account, or of all. */
  async list(accountId?: string): Promise<readonly SessionEntity[]> {
    const where = accountId === undefined ? {} : { accountId };
    return this.dataSource.getRepository(SessionEntity).find({ where, order: { startedAt: 'DESC' } });
  }

  async segments(sessionId: string): Promise<readonly SegmentEntity[]> {
    return this.dataSource.getRepository(SegmentEntity).find({ where: { sessionId }, order: { number: 'ASC' } });
  }

  /** Bytes that sealed segments take, by account and day (UTC); for the forecast of disk use. */
  async bytesPerDay(): Promise<
    readonly { readonly accountId: string; readonly day: string; readonly bytes: number; readonly rawBytes: number }[]
  > {
    return this.dataSource.query(
      `SELECT s.account_id AS "accountId", to_char(g.sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
         sum(g.bytes)::bigint AS bytes, sum(g.raw_bytes)::bigint AS "rawBytes"
       FROM segments g JOIN sessions s ON s.id = g.session_id GROUP BY 1, 2 ORDER BY 1, 2`,
    );
  }
}
