import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `
CREATE TABLE signal_hooks (
  deployment_id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  token_hash text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX signal_hooks_token_hash_idx ON signal_hooks (token_hash);`;

/** Addresses at which services outside may send signals to a deployment; a token is kept only as its hash. */
export class CreateSignalHooks1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE signal_hooks');
  }
}
