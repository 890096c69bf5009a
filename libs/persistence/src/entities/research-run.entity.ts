import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const RESEARCH_KINDS = ['BACKTEST', 'OPTIMISATION', 'WALK_FORWARD', 'MONTE_CARLO', 'PARITY'] as const;
export type ResearchKind = (typeof RESEARCH_KINDS)[number];

/** FAILED runs may have a report too: what was played before a strategy threw. */
export type ResearchStatus = 'QUEUED' | 'RUNNING' | 'CANCELLED' | 'FAILED' | 'DONE';

/** A research job and its result. The api creates and cancels it, a worker that holds the lease writes the rest. */
@Entity({ name: 'research_runs' })
@Index(['createdAt', 'id'])
@Index(['updatedAt'])
@Index('research_runs_waiting_idx', ['createdAt', 'id'], { where: `(status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text]))` })
export class ResearchRunEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'text' }) kind!: ResearchKind;
  @Column({ type: 'jsonb' }) spec!: Readonly<Record<string, unknown>>;
  @Column({ type: 'text' }) status!: ResearchStatus;
  /** Completed steps out of `total`: bars of a backtest, trials of a search. */
  @Column({ type: 'bigint', default: 0 }) done!: number;
  /** Unknown until the data has been read. */
  @Column({ type: 'bigint', nullable: true }) total!: number | null;
  /** The few figures that lists show. */
  @Column({ type: 'jsonb', nullable: true }) summary!: Readonly<Record<string, unknown>> | null;
  @Column({ type: 'json', nullable: true, select: false }) report!: unknown;
  /** One sentence for people. */
  @Column({ type: 'text', nullable: true }) error!: string | null;
  @Column({ type: 'text' }) requestedBy!: string;
  @Column({ type: 'boolean', default: false }) cancelRequested!: boolean;
  /** Identifies one attempt; an attempt may write only while it is the current one. */
  @Column({ type: 'uuid', nullable: true }) claim!: string | null;
  @Column({ type: 'int', default: 0 }) attempt!: number;
  @Column({ type: 'timestamptz', nullable: true }) leaseUntil!: Date | null;
  @Column({ type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) startedAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) finishedAt!: Date | null;
  @Column({ type: 'timestamptz', default: () => 'now()' }) updatedAt!: Date;
}
