import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A start of the api looks for strategies that broke and accounts that may not trade, which are few in a long journal. */
export class AddJournalStateIndex1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX journal_state_idx ON journal (account_id, type, seq) WHERE type IN ('DeploymentStopped', 'TradingStateChanged')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX journal_state_idx');
  }
}
