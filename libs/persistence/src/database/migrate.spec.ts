import { withPostgres } from '@libs/testkit';
import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source';
import { migrate, requireCurrentSchema, schemaDifferences } from './migrate';

const MIGRATIONS = [
  ...['CreateTables', 'CreateCommitFunctions', 'CreateDataFiles', 'AddJournalTrustIndex'],
  ...['CreateResearchRuns', 'CreateSignalHooks', 'CreateParityScores', 'AddJournalGivenUpIndex'],
  'AddJournalStateIndex',
];

describe('migrate', () => {
  const database = withPostgres();
  let dataSource: DataSource;

  beforeAll(async () => {
    dataSource = await createDataSource(database.url, 2);
  });
  afterAll(() => dataSource.destroy());

  it('asks for the first start when the database is empty', async () => {
    await expect(requireCurrentSchema(dataSource)).rejects.toThrow(/lacks the migration CreateTables\d+.*plimsoll up/);
  });

  it('makes every table once, however many starters there are', async () => {
    const applied = await Promise.all([migrate(database.url), migrate(database.url)]);
    expect(applied.flat()).toEqual(MIGRATIONS.map((name) => expect.stringMatching(`^${name}`)));
    await expect(requireCurrentSchema(dataSource)).resolves.toBeUndefined();
  });

  it('leaves nothing between the entities and the tables', async () => {
    expect(await schemaDifferences(dataSource)).toEqual([]);
  });

  it('refuses a database of a newer release with one sentence that says what to do', async () => {
    await dataSource.query(`INSERT INTO schema_migrations (timestamp, name) VALUES (9999999999999, 'AddMoon9999999999999')`);
    const refusal = /^The database "test_\w+" has the migration AddMoon9999999999999 that this version of Plimsoll does not know: [^.]*\.$/;
    await expect(migrate(database.url)).rejects.toThrow(refusal);
    await expect(requireCurrentSchema(dataSource)).rejects.toThrow(refusal);
    await dataSource.query(`DELETE FROM schema_migrations WHERE name = 'AddMoon9999999999999'`);
  });

  it('keeps audit entries as they were written', async () => {
    await dataSource.query(`INSERT INTO audit (actor, action, subject, body) VALUES ('anna', 'account.open', 'x', '{}')`);
    await expect(dataSource.query(`UPDATE audit SET actor = 'bob'`)).rejects.toThrow('audit is append-only: UPDATE is refused');
    await expect(dataSource.query(`DELETE FROM audit`)).rejects.toThrow('audit is append-only: DELETE is refused');
    await expect(dataSource.query(`TRUNCATE audit`)).rejects.toThrow('audit is append-only: TRUNCATE is refused');
  });
});
