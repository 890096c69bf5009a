import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `
CREATE TABLE data_files (
  path text PRIMARY KEY,
  venue text NOT NULL,
  symbol text NOT NULL,
  category text NOT NULL,
  kind text NOT NULL,
  interval text,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  row_count bigint NOT NULL,
  bytes bigint NOT NULL,
  gaps bigint NOT NULL,
  sha256 text NOT NULL,
  sources jsonb NOT NULL,
  modified_at bigint NOT NULL,
  indexed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX data_files_venue_symbol_kind_first_at_idx ON data_files (venue, symbol, kind, first_at);`;

/** The index of market history; its rows can be made again from the files. */
export class CreateDataFiles1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_files');
  }
}
