import { randomUUID } from 'node:crypto';
import { DEPLOYMENT, MARKET_TIME, buildOrder, buildStep, cancelStep, fillStep, submitStep, withPostgres } from '@libs/testkit';
import { decimal } from '@libs/kernel';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../database/data-source';
import { migrate } from '../database/migrate';
import { PgListener } from '../database/pg-listener';
import { CoreJournal, JournalMismatch, JournalTaken } from './core-journal';

const NOW = Date.UTC(2026, 10, 22, 12);

describe('CoreJournal', () => {
  const database = withPostgres(migrate);
  let dataSource: DataSource;
  let accountId: string;
  let venueAccountId: string;
  let journal: CoreJournal;

  beforeAll(async () => {
    dataSource = await createDataSource(database.url, 3);
  });
  afterAll(() => dataSource.destroy());
  beforeEach(async () => {
    accountId = randomUUID();
    venueAccountId = randomUUID();
    journal = await open();
  });

  const open = (): Promise<CoreJournal> => CoreJournal.open(dataSource, { accountId, venueAccountId, now: () => NOW });
  const read = <T>(sql: string): Promise<T[]> => dataSource.query<T[]>(sql, [accountId]);
  const id = (name: string): string => `${name}${accountId.slice(0, 8)}`;

  it('writes journal, order, dispatch row and audit entry of a submit together', async () => {
    const committed = await journal.commit([submitStep(7, id('a'))]);
    expect(committed).toEqual({ dispatched: [{ id: `d${id('a')}s`, kind: 'submit' }], journalSeq: 2 });
    expect(await read('SELECT seq, input_seq, index, type, market_time FROM journal WHERE account_id = $1 ORDER BY seq')).toEqual([
      { seq: 1, input_seq: 7, index: 0, type: 'OrderChanged', market_time: new Date(MARKET_TIME + 7) },
      { seq: 2, input_seq: 7, index: 1, type: 'StrategyDecided', market_time: new Date(MARKET_TIME + 7) },
    ]);
    expect(
      await read('SELECT client_order_id, status, quantity, price, tag, created_seq, journal_seq FROM orders WHERE account_id = $1'),
    ).toEqual([
      { client_order_id: id('a'), status: 'INITIALIZED', quantity: '0.01', price: null, tag: 'cross up', created_seq: 1, journal_seq: 1 },
    ]);
    expect(await read('SELECT id, kind, state, attempt, epoch, not_after FROM dispatch WHERE account_id = $1')).toEqual([
      { id: `d${id('a')}s`, kind: 'submit', state: 'READY', attempt: 0, epoch: null, not_after: new Date(NOW + 5_000) },
    ]);
    expect(await dataSource.query(`SELECT actor, action FROM audit WHERE subject = $1`, [id('a')])).toEqual([
      { actor: `deployment:${DEPLOYMENT}`, action: 'order.submit' },
    ]);
    expect(await journal.position()).toEqual({ inputSeq: 7, inboxSeq: 0, journalSeq: 2, sessionId: null });
  });

  it('commits nothing before the inputs are recorded', async () => {
    const { promise: recorded, resolve } = Promise.withResolvers<void>();
    const commit = journal.commit([submitStep(7, id('a'))], recorded);
    const other = await open();
    expect(await other.position()).toMatchObject({ inputSeq: 0, journalSeq: 0 });
    resolve();
    await commit;
    expect(await read('SELECT id FROM dispatch WHERE account_id = $1')).toHaveLength(1);
  });

  it('takes a commit back whose inputs could not be recorded, and makes it when they can', async () => {
    const full = Promise.reject(new Error('no space left on device'));
    await expect(journal.commit([submitStep(7, id('a'))], full)).rejects.toThrow('no space left');
    expect(await read('SELECT id FROM dispatch WHERE account_id = $1')).toEqual([]);
    await journal.commit([submitStep(7, id('a'))]);
    expect(await read('SELECT id FROM dispatch WHERE account_id = $1')).toHaveLength(1);
  });

  it('does not let an order leave late because the database came back late', async () => {
    await journal.commit([{ ...submitStep(7, id('a')), wall: NOW - 60_000 }]);
    expect(await read('SELECT not_after FROM dispatch WHERE account_id = $1')).toEqual([{ not_after: new Date(NOW - 55_000) }]);
  });

  it('writes fill, both positions, ledger and the consumed inbox sequence of an execution', async () => {
    await journal.commit([submitStep(1, id('a')), fillStep(2, id('a'), 5)]);
    expect(await read('SELECT execution_id, price, fee, journal_seq FROM fills WHERE account_id = $1')).toEqual([
      { execution_id: `exec-${id('a')}`, price: '50000', fee: '0.275', journal_seq: 3 },
    ]);
    expect(await read('SELECT deployment_id, quantity, cost FROM positions WHERE account_id = $1 ORDER BY deployment_id')).toEqual([
      { deployment_id: '00000000-0000-0000-0000-000000000000', quantity: '0.01', cost: '500' },
      { deployment_id: DEPLOYMENT, quantity: '0.01', cost: '500' },
    ]);
    expect(await read('SELECT posting_id, line, account, asset, amount FROM ledger WHERE account_id = $1 ORDER BY line')).toEqual([
      { posting_id: 7, line: 0, account: 'wallet', asset: 'USDT', amount: '-0.275' },
      { posting_id: 7, line: 1, account: 'fees', asset: 'USDT', amount: '0.275' },
    ]);
    expect(await read('SELECT status, filled_quantity, created_seq, journal_seq FROM orders WHERE account_id = $1')).toEqual([
      { status: 'FILLED', filled_quantity: '0.01', created_seq: 1, journal_seq: 4 },
    ]);
    expect((await journal.position()).inboxSeq).toBe(5);
  });

  it('gives a cancel the ticket of its submit, and each request of it a row of its own', async () => {
    await journal.commit([submitStep(1, id('a')), cancelStep(2, id('a'))]);
    await journal.commit([cancelStep(3, id('a'))]);
    const rows = await read<{ id: string; ticket: { clientOrderId: string }; not_after: Date | null }>(
      `SELECT id, ticket, not_after FROM dispatch WHERE account_id = $1 AND kind = 'cancel' ORDER BY id`,
    );
    expect(rows.map((row) => [row.id, row.ticket.clientOrderId, row.not_after])).toEqual([
      [`d${id('a')}c2`, id('a'), null],
      [`d${id('a')}c3`, id('a'), null],
    ]);
  });

  it('writes nothing for steps that moved nothing durable', async () => {
    await journal.commit([buildStep(9, [], [], { type: 'quote', symbol: 'x', bid: '1', bidSize: '1', ask: '2', askSize: '1' })]);
    expect(await journal.position()).toEqual({ inputSeq: 0, inboxSeq: 0, journalSeq: 0, sessionId: null });
  });

  it('keeps the consumed inbox sequence of a step without events', async () => {
    const repeat = fillStep(4, id('a'), 11);
    await journal.commit([{ ...repeat, result: { events: [], effects: [] } }]);
    expect(await (await open()).position()).toMatchObject({ inputSeq: 4, inboxSeq: 11, journalSeq: 0 });
  });

  it('matches repeated steps and commits the rest', async () => {
    await journal.commit([submitStep(1, id('a'))]);
    const again = await (await open()).commit([submitStep(1, id('a')), submitStep(2, id('b'))]);
    expect(again).toEqual({ dispatched: [{ id: `d${id('b')}s`, kind: 'submit' }], journalSeq: 4 });
    expect(await read('SELECT id FROM dispatch WHERE account_id = $1')).toHaveLength(2);
  });

  it('stops on a repeated step that came out differently', async () => {
    await journal.commit([submitStep(1, id('a'))]);
    const other = buildOrder(id('a'), 'INITIALIZED', { quantity: decimal('0.02') });
    const step = buildStep(1, [{ type: 'OrderChanged', change: 'Initialized', order: other, cause: { actor: 'x' } }]);
    await expect(journal.commit([step])).rejects.toThrow(JournalMismatch);
    await expect(journal.commit([buildStep(1, [])])).rejects.toThrow(/with 2 events, and now there are 0/);
  });

  it('refuses a second trader of the same account', async () => {
    const second = await open();
    await journal.commit([submitStep(1, id('a'))]);
    await expect(second.commit([submitStep(1, id('b'))])).rejects.toThrow(JournalTaken);
  });

  it('refuses a second trader also when it tries again from where the first one stands', async () => {
    const second = await open();
    await journal.commit([submitStep(1, id('a'))]);
    const late = [submitStep(9, id('b'))];
    await expect(second.commit(late)).rejects.toThrow(JournalTaken);
    await expect(second.commit(late)).rejects.toThrow(JournalTaken);
    await journal.commit([submitStep(2, id('c'))]);
  });

  it('takes nothing of a batch whose posting does not balance', async () => {
    const posting = { reason: 'deposit', reference: 'x', entries: [{ account: 'wallet', asset: 'USDT', amount: decimal('1') }] } as const;
    const steps = [submitStep(1, id('a')), buildStep(2, [{ type: 'LedgerPosted', posting }])];
    await expect(journal.commit(steps)).rejects.toThrow(/does not balance: USDT sums to 1/);
    expect(await journal.position()).toMatchObject({ inputSeq: 0, journalSeq: 0 });
    expect(await read('SELECT 1 FROM orders WHERE account_id = $1')).toEqual([]);
    await journal.commit([submitStep(1, id('a'))]);
  });

  it('goes on after an answer that was lost on the way', async () => {
    await read(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND $1::uuid IS NOT NULL`,
    );
    const steps = [submitStep(1, id('a'))];
    await journal.commit(steps).catch(() => journal.commit(steps));
    expect(await read('SELECT id FROM dispatch WHERE account_id = $1')).toHaveLength(1);
  });

  it('comes to the same rows however steps are batched and repeated', async () => {
    const steps = ['a', 'b', 'c'].flatMap((name, n) => [
      submitStep(n * 10 + 1, name),
      cancelStep(n * 10 + 2, name),
      fillStep(n * 10 + 5, name, n + 1),
    ]);
    const rows = async (account: string): Promise<unknown> =>
      Promise.all([
        dataSource.query('SELECT seq, input_seq, index, type, body FROM journal WHERE account_id = $1 ORDER BY seq', [account]),
        dataSource.query('SELECT posting_id, line, amount FROM ledger WHERE account_id = $1 ORDER BY 1, 2', [account]),
        dataSource.query('SELECT symbol, quantity, cost FROM positions WHERE account_id = $1 ORDER BY deployment_id', [account]),
        dataSource.query('SELECT execution_id, journal_seq FROM fills WHERE account_id = $1 ORDER BY 1', [account]),
        dataSource.query('SELECT input_seq, inbox_seq, journal_seq FROM trader_state WHERE account_id = $1', [account]),
      ]);
    await journal.commit(steps);
    const expected = await rows(accountId);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 9, maxLength: 9 }),
        fc.integer({ min: 0, max: 3 }),
        async (sizes, back) => {
          // Order and dispatch ids are unique over all accounts.
          await dataSource.query('TRUNCATE orders, dispatch');
          const other = randomUUID();
          const again = await CoreJournal.open(dataSource, { accountId: other, venueAccountId });
          for (let at = 0, n = 0; at < steps.length; at += sizes[n++]!)
            await again.commit(steps.slice(Math.max(0, at - back), at + sizes[n]!));
          expect(await rows(other)).toEqual(expected);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('follows deployments and audits one entry for a denied order', async () => {
    const cause = { actor: 'anna', commandId: 'c1' };
    const terms = {
      deploymentId: randomUUID(),
      strategy: 'ema-cross',
      strategyVersion: '1.0.0',
      params: { fast: 9 },
      watches: [{ symbol: 'BTC/USDT:USDT', interval: '1m' as const }],
      warmUpBars: 50,
    };
    const denial = { code: 'LOT_SIZE', limit: '0.001', value: '0.0001', message: 'm' } as const;
    const order = buildOrder(id('a'), 'DENIED', { reason: 'LOT_SIZE' });
    await journal.commit([
      buildStep(1, [{ type: 'DeploymentStarted', terms, cause }]),
      buildStep(2, [
        { type: 'OrderChanged', change: 'Initialized', order: buildOrder(id('a'), 'INITIALIZED'), cause },
        { type: 'OrderChanged', change: 'Denied', order, denial, cause },
      ]),
      buildStep(3, [{ type: 'DeploymentWarmedUp', deploymentId: terms.deploymentId, bars: 50 }]),
    ]);
    const [running] = await read('SELECT status, reason, watches FROM deployments WHERE account_id = $1');
    expect(running).toEqual({ status: 'running', reason: null, watches: terms.watches });
    await journal.commit([
      buildStep(4, [{ type: 'DeploymentStopped', deploymentId: terms.deploymentId, reason: 'enough', faulted: false, cause }]),
    ]);
    const [stopped] = await read('SELECT status, reason, stopped_at FROM deployments WHERE account_id = $1');
    expect(stopped).toEqual({ status: 'stopped', reason: 'enough', stopped_at: new Date(MARKET_TIME + 4) });
    const reason = 'mended; it had faulted in onBar: x';
    await journal.commit([
      buildStep(5, [{ type: 'DeploymentStopped', deploymentId: terms.deploymentId, reason: 'onBar: x', faulted: true, cause }]),
      buildStep(6, [{ type: 'FaultDismissed', deploymentId: terms.deploymentId, reason, cause }]),
    ]);
    const [dismissed] = await read('SELECT status, reason, stopped_at FROM deployments WHERE account_id = $1');
    expect(dismissed).toEqual({ status: 'stopped', reason, stopped_at: new Date(MARKET_TIME + 5) });
    expect(await read('SELECT status, denial FROM orders WHERE account_id = $1')).toEqual([{ status: 'DENIED', denial }]);
    const audit = await dataSource.query(`SELECT action, body->>'commandId' AS command FROM audit WHERE subject = ANY($1) ORDER BY seq`, [
      [id('a'), terms.deploymentId],
    ]);
    expect(audit).toEqual([
      { action: 'deployment.start', command: 'c1' },
      { action: 'order.denied', command: 'c1' },
      { action: 'deployment.stop', command: 'c1' },
      { action: 'deployment.stop', command: 'c1' },
      { action: 'deployment.dismiss-fault', command: 'c1' },
    ]);
  });

  it('tells the executor of each dispatch row once it is committed', async () => {
    const listener = new PgListener({ url: database.url });
    const heard = new Promise<string>((resolve) => listener.on('plimsoll_dispatch', resolve));
    await listener.start();
    await journal.commit([submitStep(1, id('a'))]);
    expect(await heard).toBe(`${venueAccountId}:d${id('a')}s`);
    await listener.close();
  });
});
