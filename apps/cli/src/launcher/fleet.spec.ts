import type { ChildCommand, ChildEvents } from './child';
import type { AccountRow } from './database';
import { Fleet } from './fleet';

const market = 'btcusdt-linear-1';

function account(name: string, changes: Partial<AccountRow> = {}): AccountRow {
  return {
    id: `id-${name}`,
    name,
    mode: 'paper',
    status: 'ready',
    sourceId: market,
    venueAccountId: `venue-${name}`,
    startingBalances: {},
    fees: { maker: '0', taker: '0' },
    ...changes,
  };
}

/** Accounts that the test changes, children that stop when they are asked to, and everything in the order it happened. */
class Bench {
  accounts: AccountRow[] = [];
  marketIsAway = false;
  readonly happened: string[] = [];
  readonly said: string[] = [];

  readonly fleet = new Fleet({
    accounts: async () => this.accounts,
    sourceId: market,
    trader: ({ name }) => this.command(`trader ${name}`),
    executor: async ({ name }) => this.command(`executor ${name}`),
    charge: async ({ name, fees }) => {
      if (this.marketIsAway) throw new Error('ECONNREFUSED');
      this.happened.push(`charge ${name} ${fees.taker}`);
    },
    ports: {
      clock: { now: () => 0 },
      timers: { after: () => ({ cancel: () => undefined }) },
      random: () => 0,
      start: ({ script }, events) => this.start(script, events),
      say: (text) => void this.said.push(text),
      line: () => undefined,
      changed: () => undefined,
    },
  });

  async refresh(accounts: AccountRow[]): Promise<void> {
    this.accounts = accounts;
    await this.fleet.refresh();
    for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
  }

  private command(script: string): ChildCommand {
    return { script, nodeFlags: [], env: {} };
  }

  private start(script: string, events: ChildEvents): { identity: undefined; signal: () => void } {
    this.happened.push(`start ${script}`);
    return {
      identity: undefined,
      signal: () => {
        this.happened.push(`stop ${script}`);
        queueMicrotask(() => events.exit(0, null));
      },
    };
  }
}

describe('Fleet', () => {
  it('starts a trader and an executor for each account, once', async () => {
    const bench = new Bench();
    await bench.refresh([account('a')]);
    await bench.refresh([account('a'), account('b')]);
    expect(bench.happened.toSorted()).toEqual(['start executor a', 'start executor b', 'start trader a', 'start trader b']);
  });

  it('waits for the venue account', async () => {
    const bench = new Bench();
    await bench.refresh([account('a', { venueAccountId: null })]);
    expect(bench.happened).toEqual([]);
  });

  it('stops the trader and then the executor of a disabled account, and leaves the others alone', async () => {
    const bench = new Bench();
    await bench.refresh([account('a'), account('b')]);
    bench.happened.length = 0;
    await bench.refresh([account('a', { status: 'disabled' }), account('b')]);
    expect(bench.happened).toEqual(['stop trader a', 'stop executor a']);
  });

  it('leaves the accounts of another market alone and says so once', async () => {
    const bench = new Bench();
    const other = account('a', { sourceId: 'ethusdt-spot-2' });
    await bench.refresh([other]);
    await bench.refresh([other]);
    expect(bench.happened).toEqual([]);
    expect(bench.said).toEqual(['account a is not started: it belongs to another market (ethusdt-spot-2)']);
  });

  it('does not start a live account', async () => {
    const bench = new Bench();
    await bench.refresh([account('a', { mode: 'live' })]);
    expect(bench.happened).toEqual([]);
  });

  it('tells the market of new fees once, and again when it was away', async () => {
    const bench = new Bench();
    const dearer = account('a', { fees: { maker: '0', taker: '0.001' } });
    await bench.refresh([account('a')]);
    bench.happened.length = 0;
    bench.marketIsAway = true;
    await bench.refresh([dearer]);
    expect(bench.said).toEqual(['account a does not pay its new fees yet (ECONNREFUSED)']);
    bench.marketIsAway = false;
    await bench.refresh([dearer]);
    await bench.refresh([dearer]);
    expect(bench.happened).toEqual(['charge a 0.001']);
  });

  it('stops all traders before the first executor', async () => {
    const bench = new Bench();
    await bench.refresh([account('a'), account('b')]);
    bench.happened.length = 0;
    await bench.fleet.stop();
    expect(bench.happened.map((text) => text.split(' ')[1])).toEqual(['trader', 'trader', 'executor', 'executor']);
  });
});
