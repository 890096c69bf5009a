import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type AccountStatus = 'starting' | 'ready' | 'disabled';

/** An account: one trader, one core, one or more venue accounts. The api creates it, the trader maintains limits and state. */
@Entity({ name: 'accounts' })
@Index('accounts_name_idx', ['name'], { unique: true, where: `(status <> 'disabled'::text)` })
export class AccountEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) mode!: 'paper' | 'live';
  @Column({ type: 'text' }) venue!: string;
  @Column({ type: 'text' }) settleAsset!: string;
  @Column({ type: 'numeric' }) maxPositionSize!: string;
  @Column({ type: 'jsonb' }) startingBalances!: Readonly<Record<string, string>>;
  @Column({ type: 'jsonb' }) fees!: { readonly maker: string; readonly taker: string };
  @Column({ type: 'text' }) status!: AccountStatus;
  @Column({ type: 'text', nullable: true }) statusReason!: string | null;
  @Column({ type: 'uuid' }) manualDeploymentId!: string;
  @Column({ type: 'text' }) tradingState!: 'ACTIVE' | 'REDUCING' | 'HALTED';
  @Column({ type: 'text', nullable: true }) sourceId!: string | null;
  @Column({ type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
}

/** Our account at one venue, and the lease of the right to send for it. */
@Entity({ name: 'venue_accounts' })
@Index(['accountId'])
export class VenueAccountEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'uuid' }) accountId!: string;
  @Column({ type: 'text' }) venue!: string;
  @Column({ type: 'int', default: 0 }) epoch!: number;
  @Column({ type: 'text', nullable: true }) holder!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) leaseUntil!: Date | null;
}
