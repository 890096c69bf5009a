import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type DataFileKind = 'candles' | 'trades' | 'funding' | 'recording';

/** A file of market history; the file is authoritative, and the row can be rebuilt from it. */
@Entity({ name: 'data_files' })
@Index(['venue', 'symbol', 'kind', 'firstAt'])
export class DataFileEntity {
  /** Below the data folder, with forward slashes. */
  @PrimaryColumn({ type: 'text' }) path!: string;
  @Column({ type: 'text' }) venue!: string;
  /** Empty for a recording of several symbols. */
  @Column({ type: 'text' }) symbol!: string;
  @Column({ type: 'text' }) category!: string;
  @Column({ type: 'text' }) kind!: DataFileKind;
  @Column({ type: 'text', nullable: true }) interval!: string | null;
  @Column({ type: 'timestamptz' }) firstAt!: Date;
  @Column({ type: 'timestamptz' }) lastAt!: Date;
  @Column({ type: 'bigint' }) rowCount!: number;
  @Column({ type: 'bigint' }) bytes!: number;
  /** Missing candles inside the file; for a recording, dropped frames. */
  @Column({ type: 'bigint' }) gaps!: number;
  @Column({ type: 'text' }) sha256!: string;
  @Column({ type: 'jsonb' }) sources!: readonly { readonly how: string; readonly from: string }[];
  /** Of the file, epoch milliseconds: shows whether the row still matches the file. */
  @Column({ type: 'bigint' }) modifiedAt!: number;
  @Column({ type: 'timestamptz', default: () => 'now()' }) indexedAt!: Date;
}
