import type { SymbolTrusts } from '@libs/sdk';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type DeploymentStatus = 'starting' | 'warming-up' | 'running' | 'stopped' | 'faulted';

/** A deployment of a strategy on an account; like all tables in this file written only by the account's trader. */
@Entity({ name: 'deployments' })
@Index(['accountId'])
export class DeploymentEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'uuid' }) accountId!: string;
  @Column({ type: 'text' }) strategy!: string;
  @Column({ type: 'text' }) strategyVersion!: string;
  @Column({ type: 'jsonb' }) params!: Readonly<Record<string, unknown>>;
  @Column({ type: 'jsonb' }) watches!: readonly { readonly symbol: string; readonly interval: string }[];
  @Column({ type: 'text', default: 'dev' }) environment!: string;
  @Column({ type: 'text' }) status!: DeploymentStatus;
  @Column({ type: 'text', nullable: true }) reason!: string | null;
  @Column({ type: 'jsonb', nullable: true }) lastDecision!: StoredDecision | null;
  /** Market time. */
  @Column({ type: 'timestamptz' }) startedAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) stoppedAt!: Date | null;
}

export interface StoredDecision {
  readonly action: string;
  readonly why: string;
  readonly values: Readonly<Record<string, number>>;
  /** Epoch milliseconds. */
  readonly marketTime: number;
  /** The watched symbols that were not TRUSTED then; absent: all were. */
  readonly trust?: SymbolTrusts;
}

@Entity({ name: 'orders' })
@Index(['accountId', 'createdSeq'])
@Index(['accountId', 'status'])
export class OrderEntity {
  @PrimaryColumn({ type: 'text' }) clientOrderId!: string;
  @Column({ type: 'uuid' }) accountId!: string;
  @Column({ type: 'uuid' }) deploymentId!: string;
  @Column({ type: 'text', nullable: true }) venueOrderId!: string | null;
  @Column({ type: 'text' }) symbol!: string;
  @Column({ type: 'text' }) side!: 'BUY' | 'SELL';
  @Column({ type: 'text' }) type!: 'MARKET' | 'LIMIT';
  @Column({ type: 'numeric' }) quantity!: string;
  @Column({ type: 'numeric', nullable: true }) price!: string | null;
  @Column({ type: 'text' }) timeInForce!: 'GTC' | 'IOC' | 'FOK';
  @Column({ type: 'boolean' }) postOnly!: boolean;
  @Column({ type: 'boolean' }) reduceOnly!: boolean;
  @Column({ type: 'text', nullable: true }) tag!: string | null;
  @Column({ type: 'text' }) status!: string;
  @Column({ type: 'numeric' }) filledQuantity!: string;
  @Column({ type: 'numeric' }) filledCost!: string;
  @Column({ type: 'text', nullable: true }) reason!: string | null;
  @Column({ type: 'jsonb', nullable: true }) denial!: Readonly<Record<string, string>> | null;
  /** Market time, as is `updatedAt`. */
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'timestamptz' }) updatedAt!: Date;
  /** Journal sequence of the order's first event; the stable key for paging. */
  @Column({ type: 'bigint' }) createdSeq!: number;
  @Column({ type: 'bigint' }) journalSeq!: number;
}

@Entity({ name: 'fills' })
@Index(['accountId', 'journalSeq'])
@Index(['clientOrderId'])
export class FillEntity {
  @PrimaryColumn({ type: 'uuid' }) accountId!: string;
  @PrimaryColumn({ type: 'text' }) executionId!: string;
  @Column({ type: 'text' }) clientOrderId!: string;
  @Column({ type: 'uuid' }) deploymentId!: string;
  @Column({ type: 'text' }) symbol!: string;
  @Column({ type: 'text' }) side!: 'BUY' | 'SELL';
  @Column({ type: 'numeric' }) quantity!: string;
  @Column({ type: 'numeric' }) price!: string;
  @Column({ type: 'numeric' }) fee!: string;
  @Column({ type: 'text' }) feeAsset!: string;
  @Column({ type: 'text' }) liquidity!: 'MAKER' | 'TAKER';
  @Column({ type: 'numeric' }) realised!: string;
  @Column({ type: 'timestamptz' }) at!: Date;
  @Column({ type: 'bigint' }) journalSeq!: number;
}

/** The deployment id of the account's own position. */
export const WHOLE_ACCOUNT = '00000000-0000-0000-0000-000000000000';

@Entity({ name: 'positions' })
export class PositionEntity {
  @PrimaryColumn({ type: 'uuid' }) accountId!: string;
  @PrimaryColumn({ type: 'uuid' }) deploymentId!: string;
  @PrimaryColumn({ type: 'text' }) symbol!: string;
  @Column({ type: 'numeric' }) quantity!: string;
  @Column({ type: 'numeric' }) cost!: string;
  @Column({ type: 'numeric' }) realised!: string;
  @Column({ type: 'numeric' }) fees!: string;
  @Column({ type: 'timestamptz' }) updatedAt!: Date;
}

/** One line of a posting; `postingId` is the journal sequence of the posting's event. */
@Entity({ name: 'ledger' })
@Index(['accountId', 'account', 'asset'])
export class LedgerEntity {
  @PrimaryColumn({ type: 'uuid' }) accountId!: string;
  @PrimaryColumn({ type: 'bigint' }) postingId!: number;
  @PrimaryColumn({ type: 'int' }) line!: number;
  @Column({ type: 'text' }) account!: string;
  @Column({ type: 'text' }) asset!: string;
  @Column({ type: 'numeric' }) amount!: string;
  @Column({ type: 'text' }) reason!: string;
  @Column({ type: 'text' }) reference!: string;
  @Column({ type: 'timestamptz' }) at!: Date;
}
