import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far data can be believed is read from the journal, of the session under way. */
export class AddJournalTrustIndex1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX journal_trust_idx ON journal (account_id, type, seq) WHERE type IN ('SessionStarted', 'DataTrustChanged')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX journal_trust_idx');
  }
}
