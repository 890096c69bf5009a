import { randomUUID } from 'node:crypto';
import type { TradingState } from '@libs/kernel';
import { MARKET_TIME, buildOrder, buildStep, cancelStep, submitStep, withPostgres } from '@libs/testkit';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../database/data-source';
import { migrate } from '../database/migrate';
import { AccountInbox } from '../inbox/account-inbox';
import { CoreJournal } from '../journal/core-journal';
import { PgDispatchStore } from './pg-dispatch-store';
import { UntakenHalt } from './untaken-halt';

describe('UntakenHalt', () => {
  const database = withPostgres(migrate);
  let dataSource: DataSource;
  let accountId: string;
  let venueAccountId: string;
  let journal: CoreJournal;
  let store: PgDispatchStore;
  let inbox: AccountInbox;

  beforeAll(async () => {
    dataSource = await createDataSource(database.url, 8);
    inbox = new AccountInbox(dataSource);
  });
  afterAll(() => dataSource.destroy());
  beforeEach(async () => {
    accountId = randomUUID();
    venueAccountId = randomUUID();
    await dataSource.query(
      `INSERT INTO accounts (id, name, mode, venue, settle_asset, max_position_size, starting_balances, fees, status, manual_deployment_id, trading_state)
       VALUES ($1::uuid, $1::text, 'paper', 'bybit', 'USDT', '0.1', '{}', '{}', 'ready', $2, 'ACTIVE')`,
      [accountId, randomUUID()],
    );
    await dataSource.query(`INSERT INTO venue_accounts (id, account_id, venue, epoch) VALUES ($1, $2, 'bybit', 4)`, [
      venueAccountId,
      accountId,
    ]);
    journal = await CoreJournal.open(dataSource, { accountId, venueAccountId });
    store = new PgDispatchStore(dataSource, { accountId, venueAccountId });
  });

  const order = (name: string): string => `${name}${accountId.slice(0, 8)}`;
  const carryOut = (patience = 0): Promise<readonly string[]> =>
    new UntakenHalt(dataSource, { accountId, venueAccountId }, patience).carryOut();
  const ask = async (state: TradingState): Promise<number> => {
    const commandId = randomUUID();
    const command = { kind: 'set-trading-state', state, reason: 'power cut' } as const;
    const body = { kind: 'operator', commandId, actor: 'ann', command } as const;
    return (await inbox.append({ accountId, source: 'api', dedupeKey: commandId, body })).inboxSeq;
  };
  /** An order that the venue has. */
  const rest = async (inputSeq: number, name: string): Promise<void> => {
    await journal.commit([submitStep(inputSeq, order(name))]);
    await store.claim(`d${order(name)}s`, 4, 1);
    await store.settle(`d${order(name)}s`, 'DONE', []);
  };
  const isOver = async (name: string): Promise<void> => {
    const report = {
      kind: 'order',
      clientOrderId: order(name),
      venueOrderId: 'v',
      status: 'CANCELED',
      filledQuantity: '0',
      quantity: '1',
    } as const;
    await store.report([{ dedupeKey: `o:${name}`, at: MARKET_TIME, report }]);
  };
  const tradingState = async (): Promise<string> =>
    (await dataSource.query<{ trading_state: string }[]>('SELECT trading_state FROM accounts WHERE id = $1', [accountId]))[0]!
      .trading_state;
  const audits = (): Promise<readonly { actor: string; action: string; body: object }[]> =>
    dataSource.query('SELECT actor, action, body FROM audit WHERE subject = $1 AND actor = $2 ORDER BY seq', [accountId, 'executor']);

  it('halts the account and writes one cancel for each order that is open, with an audit entry', async () => {
    await rest(1, 'a');
    await rest(2, 'b');
    await ask('HALTED');
    expect([...(await carryOut())].sort()).toEqual([order('a'), order('b')]);
    expect(await tradingState()).toBe('HALTED');
    const ready = await store.ready(10);
    expect(ready).toHaveLength(2);
    expect(await store.find(ready[0]!)).toMatchObject({ kind: 'cancel', state: 'READY', notAfter: null, askedIn: null });
    expect(await audits()).toEqual([
      {
        actor: 'executor',
        action: 'trading-state.halt-without-trader',
        body: expect.objectContaining({
          askedBy: 'ann',
          reason: 'power cut',
          cancels: expect.arrayContaining([order('a'), order('b')]) as string[],
        }) as object,
      },
    ]);
  });

  it('writes nothing more for the same halt, also once a cancel was refused', async () => {
    await rest(1, 'a');
    const halt = await ask('HALTED');
    await carryOut();
    expect(await carryOut()).toEqual([]);
    const id = `d${order('a')}h${halt}`;
    await store.claim(id, 4, 1);
    await store.settle(id, 'DONE', []);
    expect(await carryOut()).toEqual([]);
    expect(await audits()).toHaveLength(1);
    await ask('HALTED');
    expect(await carryOut()).toEqual([order('a')]);
  });

  it('leaves orders alone that are over, or never left, or whose cancel is under way', async () => {
    await rest(1, 'over');
    await isOver('over');
    await rest(2, 'asked');
    await journal.commit([cancelStep(3, order('asked'))]);
    await journal.commit([submitStep(4, order('stopped'))]);
    await store.settle(`d${order('stopped')}s`, 'ABORTED', []);
    await rest(5, 'filled');
    const filled = buildOrder(order('filled'), 'FILLED');
    await journal.commit([buildStep(6, [{ type: 'OrderChanged', change: 'Filled', order: filled, cause: { actor: 'venue' } }])]);
    await ask('HALTED');
    expect(await carryOut()).toEqual([]);
  });

  it('catches an order that reaches the venue after the halt', async () => {
    await journal.commit([submitStep(1, order('a'))]);
    await store.claim(`d${order('a')}s`, 4, 1);
    await ask('HALTED');
    expect(await carryOut()).toEqual([order('a')]);
  });

  it('leaves a halt to the trader that takes it, one that just came, and one that was taken back', async () => {
    await rest(1, 'a');
    const halt = await ask('HALTED');
    expect(await carryOut(60_000)).toEqual([]);
    await ask('ACTIVE');
    expect(await carryOut()).toEqual([]);
    const taken = await ask('HALTED');
    const command = { kind: 'set-trading-state', state: 'HALTED', reason: 'power cut' } as const;
    await journal.commit([buildStep(2, [], [], { type: 'operator', inboxSeq: taken, commandId: 'c', actor: 'ann', command })]);
    expect(await carryOut()).toEqual([]);
    expect([halt, await tradingState(), await audits()]).toEqual([1, 'ACTIVE', []]);
  });

  it("lets the trader's own cancel of the order see that it has gone out, until the venue refuses it", async () => {
    await rest(1, 'a');
    const halt = await ask('HALTED');
    await carryOut();
    await journal.commit([cancelStep(2, order('a'))]);
    const own = (await store.find(`d${order('a')}c2`))!;
    const id = `d${order('a')}h${halt}`;
    expect(await store.isCancelled(own)).toBe(false);
    const sent = (await store.claim(id, 4, 1))!;
    expect(await store.isCancelled(own)).toBe(true);
    expect(await store.isCancelled(sent)).toBe(false);
    const report = { kind: 'cancel-refused', clientOrderId: order('a'), code: '1', message: 'no' } as const;
    await store.settle(id, 'DONE', [{ dedupeKey: 'refused', at: MARKET_TIME, report }]);
    expect(await store.isCancelled(own)).toBe(false);
  });
});
