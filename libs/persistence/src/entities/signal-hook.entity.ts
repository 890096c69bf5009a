import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Where a service outside may send signals to a deployment; the token itself is known to nobody but its holder. */
@Entity({ name: 'signal_hooks' })
export class SignalHookEntity {
  @PrimaryColumn({ type: 'uuid' }) deploymentId!: string;
  @Column({ type: 'uuid' }) accountId!: string;
  @Index({ unique: true }) @Column({ type: 'text' }) tokenHash!: string;
  @Column({ type: 'text' }) createdBy!: string;
  @Column({ type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
}
