import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** What a core found out or decided, in order; `seq` has no gaps per account. */
@Entity({ name: 'journal' })
@Index(['accountId', 'inputSeq', 'index'], { unique: true })
@Index('journal_command_idx', { synchronize: false })
@Index('journal_value_idx', { synchronize: false })
@Index('journal_trust_idx', { synchronize: false })
@Index('journal_given_up_idx', { synchronize: false })
@Index('journal_state_idx', { synchronize: false })
@Index('journal_failing_exits_idx', { synchronize: false })
export class JournalEntity {
  @PrimaryColumn({ type: 'uuid' }) accountId!: string;
  @PrimaryColumn({ type: 'bigint' }) seq!: number;
  @Column({ type: 'bigint' }) inputSeq!: number;
  @Column({ type: 'int' }) index!: number;
  @Column({ type: 'text' }) type!: string;
  @Column({ type: 'jsonb' }) body!: Readonly<Record<string, unknown>>;
  @Column({ type: 'timestamptz' }) marketTime!: Date;
  @Column({ type: 'timestamptz', default: () => 'now()' }) writtenAt!: Date;
}

/** How far an account's core has been committed. */
@Entity({ name: 'trader_state' })
export class TraderStateEntity {
  @PrimaryColumn({ type: 'uuid' }) accountId!: string;
  @Column({ type: 'bigint', default: 0 }) inputSeq!: number;
  @Column({ type: 'bigint', default: 0 }) inboxSeq!: number;
  @Column({ type: 'bigint', default: 0 }) journalSeq!: number;
  @Column({ type: 'uuid', nullable: true }) sessionId!: string | null;
}

/** Everything durable that flows to a core; append-only. */
@Entity({ name: 'account_inbox' })
@Index(['accountId', 'dedupeKey'], { unique: true })
export class AccountInboxEntity {
  @PrimaryColumn({ type: 'uuid' }) accountId!: string;
  @PrimaryColumn({ type: 'bigint' }) inboxSeq!: number;
  @Column({ type: 'text' }) source!: string;
  @Column({ type: 'text' }) dedupeKey!: string;
  @Column({ type: 'jsonb' }) body!: Readonly<Record<string, unknown>>;
  @Column({ type: 'timestamptz', nullable: true }) marketTime!: Date | null;
  @Column({ type: 'timestamptz', default: () => 'now()' }) writtenAt!: Date;
}

/** The last inbox sequence of an account; locking its row makes sequence order equal commit order. */
@Entity({ name: 'inbox_heads' })
export class InboxHeadEntity {
  @PrimaryColumn({ type: 'uuid' }) accountId!: string;
  @Column({ type: 'bigint', default: 0 }) inboxSeq!: number;
}

/** Outbox of commands: inserted by the trader, then owned by the executor. */
@Entity({ name: 'dispatch' })
@Index('dispatch_open_idx', ['venueAccountId', 'state'], {
  where: `(state = ANY (ARRAY['READY'::text, 'SIGNED'::text, 'SENT'::text, 'UNKNOWN'::text]))`,
})
export class DispatchEntity {
  @PrimaryColumn({ type: 'text' }) id!: string;
  @Column({ type: 'uuid' }) venueAccountId!: string;
  @Column({ type: 'uuid' }) accountId!: string;
  @Column({ type: 'text' }) kind!: 'submit' | 'amend' | 'cancel';
  @Column({ type: 'text' }) clientOrderId!: string;
  @Column({ type: 'text', default: 'READY' }) state!: string;
  @Column({ type: 'int', nullable: true }) epoch!: number | null;
  @Column({ type: 'int', default: 0 }) attempt!: number;
  @Column({ type: 'jsonb' }) ticket!: Readonly<Record<string, unknown>>;
  @Column({ type: 'timestamptz', nullable: true }) signedAt!: Date | null;
  /** Wall time after which it must not be sent. */
  @Column({ type: 'timestamptz', nullable: true }) notAfter!: Date | null;
  @Column({ type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
  @Column({ type: 'text', nullable: true }) error!: string | null;
}

/** Every action of a person or a bot; a trigger refuses UPDATE, DELETE and TRUNCATE. */
@Entity({ name: 'audit' })
@Index(['subject', 'seq'])
export class AuditEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) seq!: number;
  @Column({ type: 'timestamptz', default: () => 'now()' }) at!: Date;
  @Column({ type: 'text' }) actor!: string;
  @Column({ type: 'text' }) action!: string;
  @Column({ type: 'text' }) subject!: string;
  @Column({ type: 'jsonb' }) body!: Readonly<Record<string, unknown>>;
}
