import type { ChildCommand } from './child';
import type { AccountRow } from './database';
import { Supervised, type SupervisorPorts } from './supervised';

export interface FleetOptions {
  readonly accounts: () => Promise<readonly AccountRow[]>;
  /** The market source that accounts must belong to in order to trade now. */
  readonly sourceId: string;
  readonly trader: (account: AccountRow) => ChildCommand;
  readonly executor: (account: AccountRow & { readonly venueAccountId: string }) => Promise<ChildCommand>;
  readonly ports: SupervisorPorts;
}

interface Pair {
  readonly name: string;
  readonly trader: Supervised;
  readonly executor: Supervised;
}

/** One trader and one executor per account that may trade, following the accounts as they come, change and go. */
export class Fleet {
  private readonly pairs = new Map<string, Pair>();
  private readonly explained = new Set<string>();
  private turn: Promise<void> = Promise.resolve();
  private again = false;
  private stopped = false;

  constructor(private readonly options: FleetOptions) {}

  get components(): readonly Supervised[] {
    return [...this.pairs.values()].flatMap(({ trader, executor }) => [trader, executor]);
  }

  /** Compares what runs with what should; calls that come while one is under way make it look once more. */
  refresh(): Promise<void> {
    if (this.again) return this.turn;
    this.again = true;
    this.turn = this.turn.then(async () => {
      this.again = false;
      if (!this.stopped) await this.follow();
    });
    return this.turn;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.turn.catch(() => undefined);
    const pairs = [...this.pairs.values()];
    await Promise.all(pairs.map(({ trader }) => trader.stop()));
    await Promise.all(pairs.map(({ executor }) => executor.stop()));
  }

  private async follow(): Promise<void> {
    const accounts = await this.options.accounts().catch((error: unknown) => this.unreadable(error));
    if (!accounts) return;
    this.explained.delete('unreadable');
    const wanted = new Map<string, AccountRow & { readonly venueAccountId: string }>();
    for (const account of accounts) {
      const reason = whyNot(account, this.options.sourceId);
      if (reason !== undefined) this.explain(account, reason);
      else if (account.venueAccountId !== null) wanted.set(account.id, { ...account, venueAccountId: account.venueAccountId });
    }
    for (const [id, pair] of this.pairs) if (!wanted.has(id)) await this.end(id, pair);
    for (const account of wanted.values()) if (!this.pairs.has(account.id)) this.begin(account);
  }

  private begin(account: AccountRow & { readonly venueAccountId: string }): void {
    const { ports, trader, executor } = this.options;
    const pair = {
      name: account.name,
      trader: new Supervised({ label: `trader of ${account.name}`, command: () => trader(account), ports }),
      executor: new Supervised({ label: `executor of ${account.name}`, command: () => executor(account), ports }),
    };
    this.pairs.set(account.id, pair);
    pair.executor.start();
    pair.trader.start();
  }

  private async end(id: string, pair: Pair): Promise<void> {
    this.pairs.delete(id);
    await pair.trader.stop();
    await pair.executor.stop();
    this.options.ports.say(`account ${pair.name} is not traded any more; its trader and executor have stopped`, 'info');
  }

  private explain(account: AccountRow, reason: string): void {
    if (account.status === 'disabled' || this.explained.has(account.id)) return;
    this.explained.add(account.id);
    this.options.ports.say(`account ${account.name} is not started: ${reason}`, 'info');
  }

  private unreadable(error: unknown): undefined {
    if (this.explained.has('unreadable')) return;
    this.explained.add('unreadable');
    this.options.ports.say(`the accounts cannot be read (${error instanceof Error ? error.message : String(error)}); trying again`, 'warn');
  }
}

function whyNot(account: AccountRow, sourceId: string): string | undefined {
  if (account.status === 'disabled') return 'it is disabled';
  if (account.mode === 'live') return 'this version trades on paper only';
  // A paper account keeps the market it was made on: another one has other prices and another clock.
  if (account.sourceId !== null && account.sourceId !== sourceId) return `it belongs to another market (${account.sourceId})`;
  return undefined;
}
