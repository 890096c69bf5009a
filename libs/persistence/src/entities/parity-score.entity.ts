import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * `EXPLAINED`: everything that must be equal is, and every difference from a backtest has a cause. `DIFFERENT`: a replay differs or a bug
 * is named. `NOT_COMPARABLE`: the replay is identical, and no backtest of the session is possible.
 */
export type ParityVerdict = 'EXPLAINED' | 'DIFFERENT' | 'NOT_COMPARABLE';

/** How a session of a deployment compares with a backtest of the same period; one row per pair, the newest measurement. */
@Entity({ name: 'parity_scores' })
@Index(['accountId', 'measuredAt'])
export class ParityScoreEntity {
  @PrimaryColumn({ type: 'uuid' }) deploymentId!: string;
  @PrimaryColumn({ type: 'uuid' }) sessionId!: string;
  @Column({ type: 'uuid' }) accountId!: string;
  @Column({ type: 'text' }) verdict!: ParityVerdict;
  /** What was replayed. */
  @Column({ type: 'bigint' }) inputs!: number;
  @Column({ type: 'bigint' }) answers!: number;
  /** Null, like the following fields, if no backtest was possible. */
  @Column({ type: 'int', nullable: true }) decisionsEqual!: number | null;
  @Column({ type: 'int', nullable: true }) decisions!: number | null;
  @Column({ type: 'int', nullable: true }) fillsEqual!: number | null;
  @Column({ type: 'int', nullable: true }) fills!: number | null;
  @Column({ type: 'text', nullable: true }) settleAsset!: string | null;
  @Column({ type: 'numeric', nullable: true }) difference!: string | null;
  @Column({ type: 'numeric', nullable: true }) turnover!: string | null;
  /** Decimal text by cause. */
  @Column({ type: 'jsonb', nullable: true }) causes!: Readonly<Record<string, string>> | null;
  @Column({ type: 'json', select: false }) report!: unknown;
  @Column({ type: 'timestamptz', default: () => 'now()' }) measuredAt!: Date;
}
