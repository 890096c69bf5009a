import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CoreEvent } from '@libs/engine';
import { DEPLOYMENT, MARKET_TIME, buildOrder, buildStep, fillStep, submitStep, withPostgres } from '@libs/testkit';
import { decimal, emptyPosition } from '@libs/kernel';
import type { OrderStatus, TradingState } from '@libs/kernel';
import type { DataSource } from 'typeorm';
import { AccountNameTaken, createAccountRow, disableAccountRow, updateAccountRow } from '../account/account-rows';
import type { NewAccount } from '../account/account-rows';
import { createDataSource } from '../database/data-source';
import { migrate } from '../database/migrate';
import { WHOLE_ACCOUNT } from '../entities/trading.entity';
import { HealthBoard } from '../health/health-board';
import { AccountInbox } from '../inbox/account-inbox';
import { CoreJournal } from '../journal/core-journal';
import { SegmentWriter } from '../segment/segment-writer';
import { sessionFolder } from '../segment/session-folder';
import { sealSessions } from '../session/seal-sessions';
import { SessionStore } from '../session/session-store';
import { AccountReads } from './account-reads';
import { JournalReads } from './journal-reads';
import { TradingReads } from './trading-reads';

const database = withPostgres(migrate);
let dataSource: DataSource;
let account: NewAccount;
let accountId: string;
let journal: CoreJournal;

beforeAll(async () => {
  dataSource = await createDataSource(database.url, 3);
});
afterAll(() => dataSource.destroy());
beforeEach(async () => {
  account = newAccount(`demo ${randomUUID()}`);
  ({ accountId } = account.terms);
  await createAccountRow(dataSource, account);
  journal = await CoreJournal.open(dataSource, { accountId, venueAccountId: account.venueAccountId });
});

function newAccount(name: string): NewAccount {
  const terms = {
    accountId: randomUUID(),
    name,
    mode: 'paper' as const,
    venue: 'bybit',
    settleAsset: 'USDT',
    maxPositionSize: '0.1',
    startingBalances: { USDT: '100000' },
  };
  const ids = { venueAccountId: randomUUID(), manualDeploymentId: randomUUID(), commandId: randomUUID() };
  return { terms, ...ids, fees: { maker: '0.0002', taker: '0.00055' }, sourceId: 'seed-1', actor: 'anna' };
}

const order = (name: string): string => `${name}${accountId.slice(0, 8)}`;
const valued = (equity: string): CoreEvent => ({
  type: 'AccountValued',
  value: { balance: equity, unrealised: '0', realised: '0', fees: '0', equity },
});
const deposit = (reference: string, amount: string): CoreEvent => ({
  type: 'LedgerPosted',
  posting: {
    reason: 'deposit',
    reference,
    entries: [
      { account: 'wallet', asset: 'USDT', amount: decimal(amount) },
      { account: 'capital', asset: 'USDT', amount: decimal(amount).negated() },
    ],
  },
});

describe('account rows', () => {
  it('begin with a command in the inbox, an audit entry and a venue account', async () => {
    const items = await new AccountInbox(dataSource).readAfter(accountId, 0);
    expect(items.map((item) => item.body)).toEqual([
      {
        kind: 'operator',
        commandId: account.commandId,
        actor: 'anna',
        command: { kind: 'open-account', terms: account.terms, manualDeploymentId: account.manualDeploymentId },
      },
    ]);
    expect(await new AccountReads(dataSource).byId(accountId)).toMatchObject({
      name: account.terms.name,
      status: 'starting',
      tradingState: 'ACTIVE',
      maxPositionSize: '0.1',
      sourceId: 'seed-1',
    });
    expect(await new AccountReads(dataSource).venueAccounts(accountId)).toMatchObject([
      { id: account.venueAccountId, epoch: 0, venue: 'bybit' },
    ]);
    expect(await createAccountRow(dataSource, account)).toBe(false);
  });

  it('refuse a name in use and free it with the account', async () => {
    const namesake = newAccount(account.terms.name);
    await expect(createAccountRow(dataSource, namesake)).rejects.toThrow(AccountNameTaken);
    expect(await disableAccountRow(dataSource, { accountId, reason: 'reset', actor: 'anna' })).toMatchObject({
      status: 'disabled',
      statusReason: 'reset',
    });
    expect(await createAccountRow(dataSource, namesake)).toBe(true);
  });

  it('follow the core from starting to ready, with its limits and state', async () => {
    const cause = { actor: 'anna' };
    await journal.commit([
      buildStep(1, [{ type: 'AccountUpdated', maxPositionSize: '0.2', cause }]),
      buildStep(2, [{ type: 'TradingStateChanged', from: 'ACTIVE', to: 'HALTED', reason: 'x', cause }]),
    ]);
    expect(await new AccountReads(dataSource).byId(accountId)).toMatchObject({
      status: 'starting',
      maxPositionSize: '0.2',
      tradingState: 'HALTED',
    });
    await journal.commit([buildStep(3, [{ type: 'Reconciled', differences: [] }])]);
    expect(await updateAccountRow(dataSource, { accountId, fees: { maker: '0', taker: '0.001' }, actor: 'anna' })).toMatchObject({
      status: 'ready',
      fees: { maker: '0', taker: '0.001' },
      name: account.terms.name,
    });
    const audit = await dataSource.query('SELECT action FROM audit WHERE subject = $1 ORDER BY seq', [accountId]);
    expect(audit.map((row: { action: string }) => row.action)).toEqual([
      'command.open-account',
      'account.update',
      'trading-state.change',
      'account.update',
    ]);
  });
});

describe('AccountReads', () => {
  it('folds balances from the ledger', async () => {
    await journal.commit([buildStep(1, [deposit('t1', '100000')]), submitStep(2, order('a')), fillStep(3, order('a'), 1)]);
    expect(await new AccountReads(dataSource).balances(accountId)).toEqual([{ asset: 'USDT', total: '99999.725' }]);
    expect(await new AccountReads(dataSource).unbalancedPostings(accountId)).toEqual([]);
  });

  it('thins the equity curve and keeps its end', async () => {
    for (let n = 1; n <= 10; n += 1) await journal.commit([buildStep(n, [valued(String(n))])]);
    const reads = new AccountReads(dataSource);
    const equities = async (points: number): Promise<string[]> =>
      (await reads.equityCurve(accountId, points)).map((point) => point.value.equity);
    expect(await equities(500)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    expect(await equities(3)).toEqual(['2', '6', '10']);
    expect(await reads.latestValue(accountId)).toMatchObject({ seq: 10, marketTime: new Date(MARKET_TIME + 10), value: { equity: '10' } });
  });
});

describe('TradingReads', () => {
  it('pages orders and fills, newest first', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map(order);
    for (const [n, name] of names.entries()) await journal.commit([submitStep(n * 2 + 1, name), fillStep(n * 2 + 2, name, n + 1)]);
    const reads = new TradingReads(dataSource);
    const first = await reads.orders({ accountId, first: 3 });
    expect(first.items.map((item) => item.clientOrderId)).toEqual(['e', 'd', 'c'].map(order));
    const second = await reads.orders({ accountId, first: 3, after: first.nextCursor ?? undefined });
    expect(second.items.map((item) => item.clientOrderId)).toEqual(['b', 'a'].map(order));
    expect(second.nextCursor).toBeNull();
    const fills = await reads.fills({ accountId, first: 4 });
    expect(
      (await reads.fills({ accountId, first: 4, after: fills.nextCursor ?? undefined })).items.map((fill) => fill.clientOrderId),
    ).toEqual([order('a')]);
    await expect(reads.fills({ accountId, first: 4, after: "1'" })).rejects.toThrow(/is not a cursor/);
    expect(await reads.order(order('a'))).toMatchObject({
      quantity: '0.01',
      filledCost: '500',
      createdSeq: 1,
      journalSeq: 4,
      createdAt: new Date(MARKET_TIME),
    });
  });

  it('counts and pages the orders that may still trade', async () => {
    await journal.commit([submitStep(1, order('a')), submitStep(2, order('b')), fillStep(3, order('b'), 1), submitStep(4, order('c'))]);
    const reads = new TradingReads(dataSource);
    expect(await reads.countOpenOrders(accountId)).toBe(2);
    const first = await reads.orders({ accountId, first: 1, open: true });
    expect(first.items.map((item) => item.clientOrderId)).toEqual([order('c')]);
    const rest = await reads.orders({ accountId, first: 1, open: true, after: first.nextCursor ?? undefined });
    expect(rest.items.map((item) => item.clientOrderId)).toEqual([order('a')]);
    expect(rest.nextCursor).toBeNull();
  });

  it('tells the positions of the account from those of its deployments', async () => {
    await journal.commit([submitStep(1, order('a')), fillStep(2, order('a'), 1)]);
    const reads = new TradingReads(dataSource);
    expect((await reads.positions(accountId)).map((position) => position.deploymentId)).toEqual([WHOLE_ACCOUNT]);
    expect(await reads.positions(accountId, true)).toMatchObject([
      { deploymentId: DEPLOYMENT, quantity: '0.01', cost: '500', fees: '0.275' },
    ]);
  });

  it('keeps the last decision of a deployment', async () => {
    const terms = { deploymentId: randomUUID(), strategy: 's', strategyVersion: '1', params: {}, watches: [], warmUpBars: 0 };
    const { deploymentId } = terms;
    const decision = { action: 'hold', why: 'flat', values: { fast: 1 } };
    const started: CoreEvent = { type: 'DeploymentStarted', terms, cause: { actor: 'anna' } };
    const decided: CoreEvent = { type: 'StrategyDecided', deploymentId, inputSeq: 1, decision };
    await journal.commit([buildStep(1, [started, decided])]);
    const [deployment] = await new TradingReads(dataSource).deployments(accountId);
    expect(deployment).toMatchObject({
      status: 'starting',
      lastDecision: decision,
    });
  });
});

describe('JournalReads', () => {
  it('goes on after a cursor with the types asked for', async () => {
    await journal.commit([submitStep(1, order('a')), fillStep(2, order('a'), 1)]);
    const reads = new JournalReads(dataSource);
    const items = await reads.after(accountId, 1, ['OrderChanged', 'FillRecorded']);
    expect(items.map((item) => [item.seq, item.type])).toEqual([
      [3, 'FillRecorded'],
      [4, 'OrderChanged'],
    ]);
    const [fill] = await reads.after(accountId, 0, ['FillRecorded']);
    expect(fill?.event.fill).toMatchObject({ price: '50000', quantity: '0.01' });
    expect(await reads.after(accountId, 4, ['OrderChanged'])).toEqual([]);
    expect(await reads.lastSeq(accountId)).toBe(8);
  });

  it('names the stops that were told of because they waited too long, while they wait', async () => {
    const moved = (name: string, status: OrderStatus): CoreEvent => {
      return { type: 'OrderChanged', change: 'Updated', order: buildOrder(order(name), status), cause: { actor: 'test' } };
    };
    const told = (name: string): CoreEvent => {
      return {
        type: 'StopDelayed',
        clientOrderId: order(name),
        deploymentId: DEPLOYMENT,
        symbol: 'X',
        since: 1,
        waitsFor: [order('goal')],
      };
    };
    const released = ['waits', 'sent', 'fresh'].map((name) => moved(name, 'RELEASED'));
    await journal.commit([
      buildStep(1, [...released, told('waits'), told('sent'), moved('waits', 'RELEASED'), moved('sent', 'SUBMITTED')]),
    ]);
    expect(await new JournalReads(dataSource).delayedStops(accountId)).toMatchObject([
      { type: 'StopDelayed', clientOrderId: order('waits'), waitsFor: [order('goal')] },
    ]);
  });

  it('names the exits that were given up while their position is open', async () => {
    const symbol = 'BTC/USDT';
    const gaveUp = (name: string): CoreEvent => ({
      type: 'ExitGivenUp',
      clientOrderId: order(name),
      deploymentId: DEPLOYMENT,
      symbol,
      exit: 'stop',
      left: '1',
      orders: 10,
      why: 'DENIED',
      cause: { actor: 'core' },
    });
    const holds = (quantity: string, deploymentId: string | null = DEPLOYMENT): CoreEvent => {
      const position = { ...emptyPosition(symbol), quantity: decimal(quantity) };
      return { type: 'PositionChanged', deploymentId, position, averagePrice: '1' };
    };
    const named = async () => (await new JournalReads(dataSource).exitsGivenUp(accountId)).map(({ clientOrderId }) => clientOrderId);
    await journal.commit([buildStep(1, [holds('1'), gaveUp('before')]), buildStep(2, [holds('0')])]);
    expect(await named()).toEqual([]);
    await journal.commit([buildStep(3, [holds('2'), gaveUp('now')]), buildStep(4, [holds('1')])]);
    expect(await named()).toEqual([order('now')]);
    await journal.commit([buildStep(5, [holds('-1', randomUUID()), holds('0', null)])]);
    expect(await named()).toEqual([]);
  });

  it('names the exits that fail until they are through', async () => {
    const exit = {
      deploymentId: DEPLOYMENT,
      symbol: 'BTC/USDT',
      exit: 'stop',
      left: '1',
      orders: 10,
      why: 'DENIED',
      nextTryAt: 1,
    } as const;
    const fails = (name: string): CoreEvent => ({ type: 'ExitFailing', clientOrderId: order(name), ...exit, cause: { actor: 'core' } });
    const position = { ...emptyPosition(exit.symbol), quantity: decimal('1') };
    const holds: CoreEvent = { type: 'PositionChanged', deploymentId: DEPLOYMENT, position, averagePrice: '1' };
    const through = {
      clientOrderId: order('first'),
      deploymentId: DEPLOYMENT,
      symbol: exit.symbol,
      by: order('next'),
      status: 'ACCEPTED',
    } as const;
    await journal.commit([buildStep(1, [holds, fails('first'), fails('second')]), buildStep(2, [{ type: 'ExitFailingOver', ...through }])]);
    expect(await new JournalReads(dataSource).exitsFailing(accountId)).toMatchObject([{ clientOrderId: order('second') }]);
  });

  it('names the strategies that broke while nobody has seen to it', async () => {
    const stopped = (deploymentId: string, faulted: boolean): CoreEvent => ({
      type: 'DeploymentStopped',
      deploymentId,
      reason: 'onBar: no idea',
      faulted,
      cause: { actor: 'core' },
    });
    const [broken, seenTo, ended] = [randomUUID(), randomUUID(), randomUUID()];
    const started = [broken, seenTo, ended].map((deploymentId): CoreEvent => {
      const terms = { deploymentId, strategy: 's', strategyVersion: '1', params: {}, watches: [], warmUpBars: 0 };
      return { type: 'DeploymentStarted', terms, cause: { actor: 'ann' } };
    });
    await journal.commit([buildStep(1, started), buildStep(2, [stopped(broken, true), stopped(seenTo, true), stopped(ended, false)])]);
    const reads = new JournalReads(dataSource);
    expect(await reads.openFaults(accountId)).toMatchObject([{ deploymentId: broken }, { deploymentId: seenTo }]);
    const dismissed: CoreEvent = { type: 'FaultDismissed', deploymentId: seenTo, reason: 'mended', cause: { actor: 'ann' } };
    await journal.commit([buildStep(3, [dismissed])]);
    expect(await reads.openFaults(accountId)).toMatchObject([{ deploymentId: broken, reason: 'onBar: no idea' }]);
  });

  it('names the newest change of the trading state', async () => {
    const reads = new JournalReads(dataSource);
    expect(await reads.tradingState(accountId)).toEqual([]);
    const change = (from: TradingState, to: TradingState): CoreEvent => ({
      type: 'TradingStateChanged',
      from,
      to,
      reason: `to ${to}`,
      cause: { actor: 'ann' },
    });
    await journal.commit([buildStep(1, [change('ACTIVE', 'HALTED')]), buildStep(2, [change('HALTED', 'REDUCING')])]);
    expect(await reads.tradingState(accountId)).toMatchObject([{ to: 'REDUCING', reason: 'to REDUCING' }]);
  });

  it('answers what became of a command, and waits for it', async () => {
    const reads = new JournalReads(dataSource);
    const commandId = randomUUID();
    expect(await reads.waitForCommand(commandId, 10)).toBeNull();
    const waiting = reads.waitForCommand(commandId);
    await journal.commit([buildStep(1, [{ type: 'CommandApplied', commandId, reference: 'r1' }])]);
    expect(await waiting).toEqual({ kind: 'applied', seq: 1, reference: 'r1' });
    const refused = randomUUID();
    await journal.commit([buildStep(2, [{ type: 'CommandRefused', commandId: refused, code: 'TICK_SIZE', message: 'm' }])]);
    expect(await reads.commandOutcome(refused)).toEqual({ kind: 'refused', seq: 2, code: 'TICK_SIZE', message: 'm', denial: null });
  });
});

describe('HealthBoard', () => {
  it('keeps since while a status lasts, and calls a silent component down that did not say why itself', async () => {
    const board = new HealthBoard(dataSource);
    const mine = async (): Promise<unknown[]> => (await board.read()).filter((health) => health.accountId === accountId);
    await board.beat({ component: 'trader', accountId, status: 'ok' });
    const [first] = (await mine()) as { since: Date }[];
    await board.beat({ component: 'trader', accountId, status: 'ok' });
    expect(await mine()).toMatchObject([{ component: 'trader', status: 'ok', reason: null, since: first?.since }]);
    await board.beat({ component: 'trader', accountId, status: 'degraded', reason: 'no prices' });
    expect(await mine()).toMatchObject([{ status: 'degraded', reason: 'no prices' }]);
    await dataSource.query(`UPDATE component_health SET beat_at = now() - interval '20 s' WHERE account_id = $1`, [accountId]);
    expect(await mine()).toMatchObject([{ status: 'down', reason: 'no sign of life for 20 s' }]);
    await board.beat({ component: 'trader', accountId, status: 'down', reason: 'it cannot go on' });
    await dataSource.query(`UPDATE component_health SET beat_at = now() - interval '20 s' WHERE account_id = $1`, [accountId]);
    expect(await mine()).toMatchObject([{ status: 'down', reason: 'it cannot go on' }]);
    await board.remove('trader', accountId);
    expect(await mine()).toEqual([]);
  });
});

describe('SessionStore', () => {
  it('ends the session before when a new one starts', async () => {
    const store = new SessionStore(dataSource);
    const [crashed, ended] = [randomUUID(), randomUUID()];
    await store.start({ sessionId: crashed, accountId, firstInputSeq: 1, folder: '/a' });
    await store.start({ sessionId: ended, accountId, firstInputSeq: 90, folder: '/b' });
    await store.addSegment({ sessionId: ended, number: 1, path: '/b/1', firstInputSeq: 90, lastInputSeq: 99, bytes: 10, rawBytes: 80 });
    await store.addSegment({ sessionId: ended, number: 1, path: '/b/1', firstInputSeq: 90, lastInputSeq: 99, bytes: 12, rawBytes: 80 });
    await store.end({ sessionId: ended, lastInputSeq: 99, eventHash: 'h' });
    expect((await store.list(accountId)).map((session) => [session.id, session.status, session.lastInputSeq])).toEqual([
      [ended, 'ended', 99],
      [crashed, 'crashed', null],
    ]);
    expect(await store.segments(ended)).toMatchObject([{ number: 1, bytes: 12, firstInputSeq: 90 }]);
    expect((await store.bytesPerDay()).filter((row) => row.accountId === accountId)).toMatchObject([{ bytes: 12, rawBytes: 80 }]);
  });

  it('gets what killed sessions left open, and lets the running one be', async () => {
    const home = await mkdtemp(join(tmpdir(), 'plimsoll-sessions-'));
    const store = new SessionStore(dataSource);
    const [killed, running] = [randomUUID(), randomUUID()];
    for (const sessionId of [killed, running]) {
      const writer = new SegmentWriter({ folder: sessionFolder(home, accountId, sessionId) });
      writer.append({ inputSeq: 3, marketTime: MARKET_TIME, body: { type: 'session-started', sessionId, startedAtWall: 0 } }, 'h');
      await writer.sync();
    }
    expect(await sealSessions({ home, accountId, running }, store)).toBe(1);
    expect(await sealSessions({ home, accountId, running }, store)).toBe(0);
    expect(await store.segments(killed)).toMatchObject([{ number: 1, firstInputSeq: 3, lastInputSeq: 3 }]);
    expect(await store.segments(running)).toEqual([]);
    await rm(home, { recursive: true });
  });
});
