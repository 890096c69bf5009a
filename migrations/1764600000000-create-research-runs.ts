import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `
CREATE TABLE research_runs (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  spec jsonb NOT NULL,
  status text NOT NULL,
  done bigint NOT NULL DEFAULT 0,
  total bigint,
  summary jsonb,
  report json,
  error text,
  requested_by text NOT NULL,
  cancel_requested boolean NOT NULL DEFAULT false,
  claim uuid,
  attempt int NOT NULL DEFAULT 0,
  lease_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX research_runs_created_at_id_idx ON research_runs (created_at, id);
CREATE INDEX research_runs_updated_at_idx ON research_runs (updated_at);
CREATE INDEX research_runs_waiting_idx ON research_runs (created_at, id) WHERE (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text]));`;

/** Backtests and what else is computed of the past; a report is kept as the text that it was written as. */
export class CreateResearchRuns1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE research_runs');
  }
}
