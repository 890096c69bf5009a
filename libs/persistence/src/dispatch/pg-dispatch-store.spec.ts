import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { InboxReport } from '@libs/engine';
import { MARKET_TIME, buildTicket, cancelStep, fillStep, submitStep, withPostgres } from '@libs/testkit';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../database/data-source';
import { migrate } from '../database/migrate';
import { AccountInbox } from '../inbox/account-inbox';
import { CoreJournal } from '../journal/core-journal';
import { PgDispatchStore } from './pg-dispatch-store';
import { PgLease } from './pg-lease';
import { processIdentity } from './process-identity';

describe('PgDispatchStore', () => {
  const database = withPostgres(migrate);
  let dataSource: DataSource;
  let accountId: string;
  let venueAccountId: string;
  let journal: CoreJournal;
  let store: PgDispatchStore;

  beforeAll(async () => {
    dataSource = await createDataSource(database.url, 8);
  });
  afterAll(() => dataSource.destroy());
  beforeEach(async () => {
    accountId = randomUUID();
    venueAccountId = randomUUID();
    await dataSource.query(`INSERT INTO venue_accounts (id, account_id, venue, epoch) VALUES ($1, $2, 'bybit', 4)`, [
      venueAccountId,
      accountId,
    ]);
    journal = await CoreJournal.open(dataSource, { accountId, venueAccountId });
    store = new PgDispatchStore(dataSource, { accountId, venueAccountId });
  });

  const order = (name: string): string => `${name}${accountId.slice(0, 8)}`;
  const submit = (name: string): string => `d${order(name)}s`;
  const accepted = (name: string): InboxReport => ({
    dedupeKey: `accepted:${order(name)}`,
    at: MARKET_TIME,
    report: { kind: 'accepted', clientOrderId: order(name), venueOrderId: 'v' },
  });
  const inbox = async (): Promise<string[]> =>
    (await new AccountInbox(dataSource).readAfter(accountId, 0)).map(({ body }) => (body.kind === 'report' ? body.report.kind : body.kind));

  it('gives a row to one of many claimants', async () => {
    await journal.commit([submitStep(1, order('a'))]);
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim(submit('a'), 4, 1_700_000_000_000)));
    const won = claims.filter((claim) => claim !== null);
    expect(won).toHaveLength(1);
    expect(won[0]).toMatchObject({
      id: submit('a'),
      kind: 'submit',
      clientOrderId: order('a'),
      state: 'SIGNED',
      epoch: 4,
      attempt: 1,
      signedAt: 1_700_000_000_000,
      ticket: buildTicket(order('a')),
    });
  });

  it('gives nothing to an executor whose lease was taken, nor to one of another venue account', async () => {
    await journal.commit([submitStep(1, order('a'))]);
    expect(await store.claim(submit('a'), 3, 1)).toBeNull();
    expect(await new PgDispatchStore(dataSource, { accountId, venueAccountId: randomUUID() }).claim(submit('a'), 4, 1)).toBeNull();
    expect((await store.find(submit('a')))?.state).toBe('READY');
  });

  it('reads the kind off an id of the usual length, and off no other', () => {
    const clientOrderId = 'z'.repeat(35);
    expect(store.kindOf(`d${clientOrderId}s`)).toBe('submit');
    expect(store.kindOf(`d${clientOrderId}cs`)).toBe('cancel');
    expect(store.kindOf('dshorts')).toBeNull();
  });

  it('lists what is ready, cancels first', async () => {
    await journal.commit([submitStep(1, order('a'))]);
    await journal.commit([submitStep(2, order('b'))]);
    await journal.commit([cancelStep(3, order('a'))]);
    expect(await store.ready(10)).toEqual([`d${order('a')}c3`, submit('a'), submit('b')]);
    expect(await store.ready(1)).toHaveLength(1);
  });

  it('settles a row together with its reports, and takes a repeat of both for nothing', async () => {
    await journal.commit([submitStep(1, order('a'))]);
    await store.claim(submit('a'), 4, 1);
    await store.settle(submit('a'), 'SENT', []);
    await store.settle(submit('a'), 'DONE', [accepted('a')]);
    await store.settle(submit('a'), 'DONE', [accepted('a')]);
    await store.settle(submit('a'), 'UNKNOWN', []);
    expect((await store.submitOf(order('a')))?.state).toBe('DONE');
    expect(await inbox()).toEqual(['accepted']);
  });

  it('puts what an older epoch left signed or sent in doubt, never back', async () => {
    for (const [n, name] of ['a', 'b', 'c', 'd'].entries()) await journal.commit([submitStep(n + 1, order(name))]);
    await store.claim(submit('a'), 4, 1);
    await store.claim(submit('b'), 4, 1);
    await store.settle(submit('b'), 'SENT', []);
    await store.claim(submit('c'), 4, 1);
    await store.settle(submit('c'), 'UNKNOWN', []);
    expect((await store.inDoubt(5)).map((row) => [row.id, row.state])).toEqual(['a', 'b', 'c'].map((name) => [submit(name), 'UNKNOWN']));
    expect(await store.inDoubt(5)).toHaveLength(3);
    expect(await store.ready(10)).toEqual([submit('d')]);
  });

  it('withdraws a submit that is still ready, and leaves one that is not', async () => {
    await journal.commit([submitStep(1, order('a')), submitStep(2, order('b')), cancelStep(3, order('a')), cancelStep(4, order('b'))]);
    await store.claim(submit('b'), 4, 1);
    const withdrawn = (name: string): InboxReport => ({
      dedupeKey: `withdrawn:${order(name)}`,
      at: MARKET_TIME,
      report: { kind: 'withdrawn', clientOrderId: order(name) },
    });
    expect(await store.withdraw(submit('a'), `d${order('a')}c3`, withdrawn('a'))).toBe(true);
    expect(await store.withdraw(submit('b'), `d${order('b')}c4`, withdrawn('b'))).toBe(false);
    expect((await store.find(submit('a')))?.state).toBe('ABORTED');
    expect((await store.find(`d${order('a')}c3`))?.state).toBe('DONE');
    expect((await store.find(`d${order('b')}c4`))?.state).toBe('READY');
    expect(await inbox()).toEqual(['withdrawn']);
  });

  it('knows our client ids and our open orders', async () => {
    await journal.commit([submitStep(1, order('a')), submitStep(2, order('b')), submitStep(3, order('c'))]);
    expect(await store.known([order('a'), 'stranger'])).toEqual(new Set([order('a')]));
    expect(await store.openOrders()).toEqual([]);
    for (const name of ['a', 'b']) {
      await store.claim(submit(name), 4, 1);
      await store.settle(submit(name), 'DONE', []);
    }
    await journal.commit([fillStep(4, order('b'), 1)]);
    expect(await store.openOrders()).toEqual([
      { clientOrderId: order('a'), instrument: buildTicket('').instrument, filledQuantity: '0', hasUnreadReports: false },
    ]);
  });

  it('says of which open orders the trader has not read all news yet', async () => {
    await journal.commit([submitStep(1, order('a')), submitStep(2, order('b')), submitStep(3, order('c'))]);
    const news = (name: string): InboxReport => ({
      dedupeKey: `o:${order(name)}`,
      at: MARKET_TIME,
      report: { kind: 'order', clientOrderId: order(name), venueOrderId: 'v', status: 'FILLED', filledQuantity: '1' },
    });
    for (const name of ['a', 'b', 'c']) {
      await store.claim(submit(name), 4, 1);
      await store.settle(submit(name), 'DONE', [accepted(name)]);
    }
    await store.report([news('a'), news('b')]);
    const unread = async (): Promise<readonly string[]> =>
      (await store.openOrders()).filter((own) => own.hasUnreadReports).map((own) => own.clientOrderId);
    expect(await unread()).toEqual([order('a'), order('b')]);
    // Three acceptances and the news of "a" are read.
    await dataSource.query('UPDATE trader_state SET inbox_seq = 4 WHERE account_id = $1', [accountId]);
    expect(await unread()).toEqual([order('b')]);
  });

  it('says from when executions may be missing', async () => {
    expect(await store.executionsMissingFrom()).toBeNull();
    await journal.commit([submitStep(1, order('a'))]);
    expect(await store.executionsMissingFrom()).toBe(MARKET_TIME);
    await journal.commit([fillStep(900, order('a'), 1)]);
    expect(await store.executionsMissingFrom()).toBe(MARKET_TIME + 900);
  });
});

describe('PgLease', () => {
  const database = withPostgres(migrate);
  let dataSource: DataSource;
  let venueAccountId: string;
  const held: PgLease[] = [];

  beforeAll(async () => {
    dataSource = await createDataSource(database.url, 3);
  });
  afterAll(() => dataSource.destroy());
  beforeEach(async () => {
    venueAccountId = randomUUID();
    await dataSource.query(`INSERT INTO venue_accounts (id, account_id, venue) VALUES ($1, $2, 'bybit')`, [venueAccountId, randomUUID()]);
  });
  afterEach(() => Promise.all(held.splice(0).map((lease) => lease.release())));

  const take = async (
    holder: string,
    times: { validMs?: number; renewMs?: number; onLost?: (reason: string) => void } = {},
    patienceMs = 30_000,
  ): Promise<PgLease> => {
    const lease = await PgLease.take(dataSource, { venueAccountId, holder, ...times }, patienceMs);
    held.push(lease);
    return lease;
  };

  it('is held by one at a time and counts epochs', async () => {
    const first = await take('one');
    expect(first.epoch).toBe(1);
    expect(first.held()).toBe(true);
    await expect(take('two', {}, 300)).rejects.toThrow(/still held by one \[.*\]; stop that process first/);
    await first.release();
    expect(first.held()).toBe(false);
    expect((await take('two')).epoch).toBe(2);
  });

  it('outlives its validity by renewals', async () => {
    const lease = await take('one', { validMs: 300, renewMs: 60 });
    await new Promise((done) => setTimeout(done, 700));
    expect(lease.held()).toBe(true);
    await expect(take('two', {}, 0)).rejects.toThrow(/still held/);
  });

  it('is gone for its holder once it was not renewed, before another gets it', async () => {
    const reasons: string[] = [];
    const stalled = await take('one', { validMs: 200, renewMs: 60_000, onLost: (reason) => reasons.push(reason) });
    const next = await take('two');
    expect(stalled.held()).toBe(false);
    expect(next.epoch).toBe(2);
    expect(reasons).toEqual(['it was not renewed in time']);
  });

  // Elsewhere than on Linux nothing proves that a process has ended, and a lease has to run out.
  (processIdentity() === null ? it.skip : it)(
    'is taken at once from a process that has ended, and not from one that only stopped',
    async () => {
      const script = `setInterval(() => undefined, 1000); process.stdout.write(String(Math.round(performance.timeOrigin)))`;
      const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
      const [started] = (await once(other.stdout, 'data')) as [Buffer];
      const [machine, processes] = (processIdentity() ?? '').split('/');
      const holder = `executor [${machine}/${processes}/${other.pid}/${started.toString()}]`;
      await dataSource.query(`UPDATE venue_accounts SET epoch = 7, holder = $2, lease_until = now() + interval '1 hour' WHERE id = $1`, [
        venueAccountId,
        holder,
      ]);
      other.kill('SIGSTOP');
      await expect(take('two', {}, 0)).rejects.toThrow(/still held by executor/);
      other.kill('SIGKILL');
      await once(other, 'exit');
      expect((await take('two', {}, 0)).epoch).toBe(8);
    },
  );

  it('names a venue account that does not exist', async () => {
    await expect(PgLease.take(dataSource, { venueAccountId: randomUUID(), holder: 'x' }, 0)).rejects.toThrow(/There is no venue account/);
  });
});
