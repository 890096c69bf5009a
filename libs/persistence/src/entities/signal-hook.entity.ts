import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The address at which an external service can send signals to a deployment; only its holder knows the token. */
@Entity({ name: 'signal_hooks' })
export class SignalHookEntity {
  @PrimaryColumn({ type: 'uuid' }) deploymentId!: string;
  @Column({ type: 'uuid' }) accountId!: string;
  @Index({ unique: true }) @Column({ type: 'text' }) tokenHash!: string;
  @Column({ type: 'text' }) createdBy!: string;
  @Column({ type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
}
