import type { Alert } from '@libs/alerts';
import type { JournalItem } from '@libs/persistence';
import type { Account } from '../accounts/accounts.types';
import { JournalFeed } from '../journal/journal-feed';
import { JournalHeads, type Journal } from '../journal/journal-heads';
import { JournalWatch } from './journal-watch';

const NEVER = 1_000_000;

const delayed = (waitsFor: readonly string[] = ['goal'], clientOrderId = 'stop') => ({
  type: 'StopDelayed' as const,
  clientOrderId,
  symbol: 'BTC/USDT',
  waitsFor,
});
const changed = (status: string, clientOrderId = 'stop') => ({ type: 'OrderChanged' as const, order: { clientOrderId, status } });
const gaveUp = (exit: 'stop' | 'take-profit' | 'close', orders: number) => ({
  type: 'ExitGivenUp' as const,
  clientOrderId: exit,
  deploymentId: 'd',
  symbol: 'BTC/USDT',
  exit,
  left: '3',
  orders,
  why: 'REJECTED: no',
});
const fails = (exit: 'stop' | 'take-profit' | 'close') => ({
  ...gaveUp(exit, 10),
  type: 'ExitFailing' as const,
  why: 'EXPIRED: NEVER_RECEIVED',
  nextTryAt: 600_000,
});
const holds = (quantity: string, deploymentId: string | null = 'd', symbol = 'BTC/USDT') => ({
  type: 'PositionChanged' as const,
  deploymentId,
  position: { symbol, quantity },
});

const ended = (faulted: boolean, deploymentId = 'd') => ({
  type: 'DeploymentStopped' as const,
  deploymentId,
  faulted,
  reason: 'onBar: no idea; its position stays open: 3 BTC/USDT',
});
const state = (to: string, reason: string, actor = 'core') => ({ type: 'TradingStateChanged' as const, to, reason, cause: { actor } });

/** A journal in memory that wakes whoever follows it, and a watch of it that tells its alerts one by one. */
class World {
  readonly events: object[] = [];
  waiting: object[] = [];
  givenUp: object[] = [];
  failing: object[] = [];
  faults: object[] = [];
  states: object[] = [];
  status = 'ready';
  now = 5_000;
  readonly warnings: string[] = [];
  isBroken = false;
  private readonly wakers = new Set<(payload: unknown) => void>();
  private readonly sent: Alert[] = [];
  private hear: () => void = () => undefined;
  readonly watcher: JournalWatch;

  constructor() {
    const journal = {
      lastSeq: async () => this.events.length,
      delayedStops: async () => this.waiting,
      exitsGivenUp: async () => this.givenUp,
      exitsFailing: async () => this.failing,
      openFaults: async () => this.faults,
      tradingState: async () => this.states,
      after: async (_account: string, seq: number, _types: unknown, limit: number) => {
        if (this.isBroken) throw new Error('no database');
        const items = this.events.map((event, index) => ({ seq: index + 1, event }) as unknown as JournalItem);
        return items.slice(seq, seq + limit);
      },
    } as unknown as Journal;
    const subscribe = (_topic: string, handler: (payload: unknown) => void): (() => void) => {
      this.wakers.add(handler);
      return () => void this.wakers.delete(handler);
    };
    this.watcher = new JournalWatch({
      accounts: { list: async () => [{ id: 'a', name: 'demo', status: this.status } as Account] },
      journal,
      feed: new JournalFeed(journal, new JournalHeads(journal, { subscribe }, NEVER)),
      send: (alert) => {
        this.sent.push(alert);
        this.hear();
      },
      logger: {
        warn: (message) => {
          this.warnings.push(message);
          this.hear();
        },
      },
      now: () => this.now,
    });
  }

  add(...events: object[]): void {
    this.events.push(...events);
    for (const wake of this.wakers) wake(undefined);
  }

  async next(): Promise<Alert> {
    await this.until(() => this.sent.length > 0);
    return this.sent.shift()!;
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => (this.hear = resolve));
  }
}

describe('JournalWatch', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  afterEach(() => world.watcher.stop());

  it('sends an alert when a stop waits too long, and another when it waits no longer', async () => {
    await world.watcher.look();
    world.add(delayed(), changed('RELEASED'), changed('ACCEPTED', 'other'));
    expect(await world.next()).toEqual({
      id: 'stop-delayed:a:stop:RAISED',
      kind: 'stop-delayed',
      state: 'RAISED',
      severity: 'critical',
      subject: 'account demo',
      text: 'The stop stop of BTC/USDT has triggered and is still waiting for the exchange to report the outcome of goal',
      at: '1970-01-01T00:00:05.000Z',
    });
    world.add(changed('SUBMITTED'), changed('ACCEPTED'));
    expect(await world.next()).toMatchObject({
      state: 'RESOLVED',
      text: 'The stop stop of BTC/USDT is no longer waiting, it is SUBMITTED',
    });
  });

  it('says so of what closes a position by a person’s hand', async () => {
    await world.watcher.look();
    world.add({ ...delayed(['goal'], 'all'), isClose: true });
    expect(await world.next()).toMatchObject({
      text: 'The close all of BTC/USDT is still waiting for the exchange to report the outcome of goal',
    });
    world.add(changed('CANCELED', 'all'));
    expect(await world.next()).toMatchObject({ text: 'The close all of BTC/USDT is no longer waiting, it is CANCELED' });
  });

  it('tells once more of a stop that waits when it begins, and then of its end', async () => {
    world.add(delayed(['goal'], 'over'), changed('FILLED', 'over'), delayed());
    world.waiting = [delayed()];
    await world.watcher.look();
    world.add(delayed(), changed('SUBMITTED'));
    expect(await world.next()).toMatchObject({ id: 'stop-delayed:a:stop:RAISED' });
    expect(await world.next()).toMatchObject({ id: 'stop-delayed:a:stop:RESOLVED' });
  });

  it('sends an alert when an exit is given up, with what stands open, and another when that is closed', async () => {
    await world.watcher.look();
    world.add(holds('3'), gaveUp('stop', 10), gaveUp('stop', 10), holds('1'), holds('0', 'other'), holds('0', 'd', 'ETH/USDT'));
    expect(await world.next()).toEqual({
      id: 'exit-given-up:a:stop:RAISED',
      kind: 'exit-given-up',
      state: 'RAISED',
      severity: 'critical',
      subject: 'account demo',
      text:
        'The stop stop of BTC/USDT was given up after 10 orders (REJECTED: no): 3 BTC/USDT of deployment d have no stop; ' +
        'unless the strategy closes them, run "plimsoll close", then resume trading if the account is REDUCING',
      at: '1970-01-01T00:00:05.000Z',
    });
    world.add(gaveUp('take-profit', 1));
    expect(await world.next()).toMatchObject({
      text:
        'The take-profit take-profit of BTC/USDT was given up after 1 order (REJECTED: no): 3 BTC/USDT of deployment d have no ' +
        'take-profit and keep their stop; "plimsoll close" closes them and cancels the stop',
    });
    world.add(gaveUp('close', 10));
    expect(await world.next()).toMatchObject({
      text:
        'The close close of BTC/USDT was given up after 10 orders (REJECTED: no): 3 BTC/USDT of deployment d are still held; once the ' +
        'cause is fixed, run "plimsoll close" again',
    });
    world.add(holds('0'));
    const text = 'The position that the stop stop of BTC/USDT was to close is closed';
    expect(await world.next()).toMatchObject({ id: 'exit-given-up:a:stop:RESOLVED', state: 'RESOLVED', severity: 'info', text });
    expect(await world.next()).toMatchObject({ id: 'exit-given-up:a:take-profit:RESOLVED' });
    expect(await world.next()).toMatchObject({ id: 'exit-given-up:a:close:RESOLVED' });
  });

  it('sends an alert when an exit fails and is tried again, with when, and another when it is through', async () => {
    await world.watcher.look();
    world.add(fails('stop'), fails('stop'), { type: 'ExitFailingOver', clientOrderId: 'other', by: 'next', status: 'FILLED' });
    expect(await world.next()).toEqual({
      id: 'exit-failing:a:stop:RAISED',
      kind: 'exit-failing',
      state: 'RAISED',
      severity: 'critical',
      subject: 'account demo',
      text:
        'The stop stop of BTC/USDT failed with 10 orders (EXPIRED: NEVER_RECEIVED) and is retried, next at ' +
        '1970-01-01T00:10:00.000Z: 3 BTC/USDT of deployment d have no stop until then; check whether the exchange can be ' +
        'reached, and resume trading afterwards if the account is REDUCING',
      at: '1970-01-01T00:00:05.000Z',
    });
    world.add(gaveUp('stop', 11), { type: 'ExitFailingOver', clientOrderId: 'stop', by: 'next', status: 'REJECTED' });
    expect(await world.next()).toMatchObject({ id: 'exit-given-up:a:stop:RAISED' });
    expect(await world.next()).toMatchObject({
      id: 'exit-failing:a:stop:RESOLVED',
      severity: 'info',
      text: 'The stop stop of BTC/USDT is no longer retried: its last order next is REJECTED',
    });
    world.add(holds('0'));
    expect(await world.next()).toMatchObject({ id: 'exit-given-up:a:stop:RESOLVED' });
  });

  it('tells once more of an exit that fails since before it began', async () => {
    world.failing = [fails('close')];
    await world.watcher.look();
    expect(await world.next()).toMatchObject({ id: 'exit-failing:a:close:RAISED' });
    world.add(holds('0'));
    expect(await world.next()).toMatchObject({ id: 'exit-failing:a:close:RESOLVED' });
  });

  it('sends the end of it too when somebody closed by hand what the strategy still counts as its own', async () => {
    await world.watcher.look();
    world.add(gaveUp('stop', 1), holds('-3', 'by-hand'), holds('0', null, 'ETH/USDT'), holds('0', null), holds('0'));
    expect(await world.next()).toMatchObject({ state: 'RAISED' });
    const text = 'The account no longer holds the BTC/USDT that the stop stop was to close';
    expect(await world.next()).toMatchObject({ id: 'exit-given-up:a:stop:RESOLVED', text });
    world.add(delayed());
    expect(await world.next()).toMatchObject({ kind: 'stop-delayed' });
  });

  it('tells once more of an exit that was given up before it began', async () => {
    world.givenUp = [gaveUp('stop', 10)];
    await world.watcher.look();
    expect(await world.next()).toMatchObject({ id: 'exit-given-up:a:stop:RAISED' });
  });

  it('sends an alert when a strategy breaks, and another when somebody has seen to it', async () => {
    await world.watcher.look();
    world.add(ended(false, 'other'), ended(true), ended(true));
    expect(await world.next()).toEqual({
      id: 'strategy-fault:a:d:RAISED',
      kind: 'strategy-fault',
      state: 'RAISED',
      severity: 'critical',
      subject: 'account demo',
      text:
        'The strategy of deployment d failed and places no more entries (onBar: no idea; its position stays open: 3 BTC/USDT); ' +
        'its exits stay active until it is stopped; "plimsoll close" closes its position and cancels them',
      at: '1970-01-01T00:00:05.000Z',
    });
    const dismissed = { type: 'FaultDismissed', reason: 'mended; it had faulted in onBar: no idea' };
    world.add({ ...dismissed, deploymentId: 'other' }, { ...dismissed, deploymentId: 'd' });
    expect(await world.next()).toMatchObject({
      id: 'strategy-fault:a:d:RESOLVED',
      severity: 'info',
      text: 'The fault of deployment d was dismissed: mended; it had faulted in onBar: no idea',
    });
  });

  it('sends an alert when an account may not trade as it likes, at every further step, and when it may again', async () => {
    await world.watcher.look();
    world.add(
      state('ACTIVE', 'still'),
      state('REDUCING', 'an exit was given up'),
      state('REDUCING', 'again'),
      state('HALTED', 'enough', 'ann'),
    );
    expect(await world.next()).toEqual({
      id: 'trading-state:a:5000:REDUCING:RAISED',
      kind: 'trading-state',
      state: 'RAISED',
      severity: 'critical',
      subject: 'account demo',
      text: 'The account only reduces: an exit was given up (core)',
      at: '1970-01-01T00:00:05.000Z',
    });
    expect(await world.next()).toMatchObject({ id: 'trading-state:a:5000:HALTED:RAISED', text: 'The account is halted: enough (ann)' });
    world.now = 9_000;
    world.add(state('REDUCING', 'less', 'ann'), state('ACTIVE', 'looked at', 'ann'), delayed());
    expect(await world.next()).toMatchObject({ id: 'trading-state:a:9000:REDUCING:RAISED', text: 'The account only reduces: less (ann)' });
    expect(await world.next()).toMatchObject({
      id: 'trading-state:a:5000:RESOLVED',
      severity: 'info',
      text: 'The account trades again: looked at (ann)',
    });
    expect(await world.next()).toMatchObject({ kind: 'stop-delayed' });
  });

  it('tells once more of what broke and of who may not trade when it begins', async () => {
    world.faults = [ended(true)];
    world.states = [state('REDUCING', 'an exit was given up')];
    await world.watcher.look();
    expect(await world.next()).toMatchObject({ id: 'strategy-fault:a:d:RAISED' });
    expect(await world.next()).toMatchObject({ kind: 'trading-state', state: 'RAISED' });
  });

  it('leaves accounts alone that are closed, whose faults nobody can dismiss any more', async () => {
    Object.assign(world, {
      status: 'disabled',
      faults: [ended(true)],
      states: [state('HALTED', 'enough', 'ann')],
      givenUp: [gaveUp('stop', 1)],
    });
    await world.watcher.look();
    Object.assign(world, { status: 'ready', faults: [], states: [], givenUp: [] });
    await world.watcher.look();
    world.add(delayed());
    expect(await world.next()).toMatchObject({ kind: 'stop-delayed' });
  });

  it('tells everything since it began, however much that is', async () => {
    await world.watcher.look();
    world.add(...Array.from({ length: 700 }, () => changed('ACCEPTED', 'other')), delayed([]));
    expect(await world.next()).toMatchObject({
      text: 'The stop stop of BTC/USDT has triggered and is still waiting until the account may send orders',
    });
  });

  it('reads later what it cannot read now, and says so once', async () => {
    await world.watcher.look();
    world.isBroken = true;
    world.add(delayed());
    await world.until(() => world.warnings.length > 0);
    world.isBroken = false;
    await world.watcher.look();
    expect(await world.next()).toMatchObject({ state: 'RAISED' });
    world.add(changed('SUBMITTED'));
    expect(await world.next()).toMatchObject({ state: 'RESOLVED' });
    world.isBroken = true;
    world.add(delayed([], 'next'));
    await world.until(() => world.warnings.length > 1);
    world.isBroken = false;
    await world.watcher.look();
    // What was read before is not told again.
    expect(await world.next()).toMatchObject({ id: 'stop-delayed:a:next:RAISED' });
    const warning = 'the journal cannot be read, alerts of what it tells wait';
    expect(world.warnings).toEqual([warning, warning]);
  });
});
