import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A start of the api looks for exits that fail, which are few in a long journal. */
export class AddJournalFailingExitsIndex1765200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX journal_failing_exits_idx ON journal (account_id, type, seq) WHERE type IN ('ExitFailing', 'ExitFailingOver')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX journal_failing_exits_idx');
  }
}
