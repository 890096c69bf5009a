import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `
CREATE TABLE parity_scores (
  deployment_id uuid NOT NULL,
  session_id uuid NOT NULL,
  account_id uuid NOT NULL,
  verdict text NOT NULL,
  inputs bigint NOT NULL,
  answers bigint NOT NULL,
  decisions_equal int,
  decisions int,
  fills_equal int,
  fills int,
  settle_asset text,
  difference numeric,
  turnover numeric,
  causes jsonb,
  report json NOT NULL,
  measured_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (deployment_id, session_id)
);
CREATE INDEX parity_scores_account_id_measured_at_idx ON parity_scores (account_id, measured_at);`;

/** How far sessions of a deployment came out as a backtest does; amounts are in the settle asset. */
export class CreateParityScores1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE parity_scores');
  }
}
