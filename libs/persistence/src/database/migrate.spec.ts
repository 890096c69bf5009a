import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventLogHash, TradingCore } from '@libs/engine';
import { withPostgres } from '@libs/testkit';
import type { DataSource } from 'typeorm';
import { SegmentWriter } from '../segment/segment-writer';
import { sessionFolder } from '../segment/session-folder';
import { createDataSource } from './data-source';
import { migrate, requireCurrentSchema, schemaDifferences } from './migrate';

const MIGRATIONS = [
  ...['CreateTables', 'CreateCommitFunctions', 'CreateDataFiles', 'AddJournalTrustIndex'],
  ...['CreateResearchRuns', 'CreateSignalHooks', 'CreateParityScores', 'AddJournalGivenUpIndex'],
  'AddJournalStateIndex',
  'AddJournalFailingExitsIndex',
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

  describe('of an older release', () => {
    const folders = { home: '' };
    const account = randomUUID();
    const LATEST = 'AddJournalFailingExitsIndex1765200000000';
    const started = { inputSeq: 1, marketTime: 0, body: { type: 'session-started', sessionId: 's', startedAtWall: 0 } } as const;

    /** A killed trader's recording, whose only input led to events of this hash. */
    const record = async (hash: string): Promise<void> => {
      await rm(folders.home, { recursive: true, force: true });
      const writer = new SegmentWriter({ folder: sessionFolder(folders.home, account, 's') });
      writer.append(started, hash);
      await writer.close();
    };
    const isApplied = async (): Promise<boolean> =>
      (await dataSource.query<object[]>('SELECT 1 FROM schema_migrations WHERE name = $1', [LATEST])).length > 0;

    beforeEach(async () => {
      folders.home = await mkdtemp(join(tmpdir(), 'migrate-'));
      await dataSource.query('DELETE FROM schema_migrations WHERE name = $1', [LATEST]);
      await dataSource.query('DROP INDEX IF EXISTS journal_failing_exits_idx');
      await dataSource.query('DELETE FROM accounts');
      await dataSource.query(
        `INSERT INTO accounts (id, name, mode, venue, settle_asset, max_position_size, starting_balances, fees, status, manual_deployment_id, trading_state)
          VALUES ($1, 'demo', 'paper', 'bybit', 'USDT', 1, '{}', '{}', 'ready', $1, 'ACTIVE')`,
        [account],
      );
    });
    afterEach(() => rm(folders.home, { recursive: true, force: true }));
    afterAll(() => migrate(database.url));

    it('adds what is missing', async () => {
      await record(new EventLogHash().add(started, TradingCore.create().step(started)));
      expect(await migrate(database.url, folders.home)).toEqual([LATEST]);
      await expect(requireCurrentSchema(dataSource)).resolves.toBeUndefined();
    });

    it('is left as it is while an account needs the version before once more', async () => {
      await record('f'.repeat(64));
      await expect(migrate(database.url, folders.home)).rejects.toThrow(
        /^Account demo cannot go on with this version, so the database is left as the version before knows it\. .* start the version that ran before;/,
      );
      expect(await isApplied()).toBe(false);
    });

    it('waits for no account that is disabled', async () => {
      await record('f'.repeat(64));
      await dataSource.query(`UPDATE accounts SET status = 'disabled'`);
      expect(await migrate(database.url, folders.home)).toEqual([LATEST]);
    });

    it('leaves an account that parts to its trader where nothing is missing', async () => {
      await migrate(database.url);
      await record('f'.repeat(64));
      expect(await migrate(database.url, folders.home)).toEqual([]);
    });
  });

  it('keeps audit entries as they were written', async () => {
    await dataSource.query(`INSERT INTO audit (actor, action, subject, body) VALUES ('anna', 'account.open', 'x', '{}')`);
    await expect(dataSource.query(`UPDATE audit SET actor = 'bob'`)).rejects.toThrow('audit is append-only: UPDATE is refused');
    await expect(dataSource.query(`DELETE FROM audit`)).rejects.toThrow('audit is append-only: DELETE is refused');
    await expect(dataSource.query(`TRUNCATE audit`)).rejects.toThrow('audit is append-only: TRUNCATE is refused');
  });
});
