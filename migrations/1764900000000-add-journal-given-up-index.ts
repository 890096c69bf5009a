import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A start of the api looks for exits that were given up, which are few in a long journal. */
export class AddJournalGivenUpIndex1764900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX journal_given_up_idx ON journal (account_id, seq) WHERE type = 'ExitGivenUp'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX journal_given_up_idx');
  }
}
