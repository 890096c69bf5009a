import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type SessionStatus = 'running' | 'ended' | 'crashed';

/** One run of an account's core, from start to stop; its inputs lie in segment files under `folder`. */
@Entity({ name: 'sessions' })
@Index(['accountId', 'startedAt'])
export class SessionEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'uuid' }) accountId!: string;
  @Column({ type: 'timestamptz' }) startedAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) endedAt!: Date | null;
  @Column({ type: 'bigint' }) firstInputSeq!: number;
  @Column({ type: 'bigint', nullable: true }) lastInputSeq!: number | null;
  @Column({ type: 'text' }) folder!: string;
  @Column({ type: 'text' }) status!: SessionStatus;
  @Column({ type: 'text', nullable: true }) eventHash!: string | null;
}

@Entity({ name: 'segments' })
export class SegmentEntity {
  @PrimaryColumn({ type: 'uuid' }) sessionId!: string;
  @PrimaryColumn({ type: 'int' }) number!: number;
  @Column({ type: 'text' }) path!: string;
  @Column({ type: 'bigint' }) firstInputSeq!: number;
  @Column({ type: 'bigint' }) lastInputSeq!: number;
  @Column({ type: 'bigint' }) bytes!: number;
  @Column({ type: 'bigint' }) rawBytes!: number;
  @Column({ type: 'timestamptz' }) sealedAt!: Date;
}

/** The last status reported by each process; `accountId` is empty for a process that serves no single account. */
@Entity({ name: 'component_health' })
export class ComponentHealthEntity {
  @PrimaryColumn({ type: 'text' }) component!: string;
  @PrimaryColumn({ type: 'text', default: '' }) accountId!: string;
  @Column({ type: 'text' }) status!: 'ok' | 'degraded' | 'down';
  @Column({ type: 'text', nullable: true }) reason!: string | null;
  @Column({ type: 'timestamptz' }) since!: Date;
  @Column({ type: 'timestamptz' }) beatAt!: Date;
}
