import type { ChildCommand } from './child';
import type { AccountRow } from './database';
import { Supervised, type SupervisorPorts } from './supervised';

export interface FleetOptions {
  readonly accounts: () => Promise<readonly AccountRow[]>;
  /** The market source that accounts must belong to in order to trade now. */
  readonly sourceId: string;
  readonly trader: (account: Traded) => ChildCommand;
  readonly executor: (account: Traded) => Promise<ChildCommand>;
  /** Tells the market that an account pays other fees from now on. */
  readonly charge: (account: Traded) => Promise<void>;
  readonly ports: SupervisorPorts;
}

/** An account that its processes can be started for. */
export type Traded = AccountRow & { readonly venueAccountId: string };

interface Pair {
  /** As it was last read; a restart must not bring back older terms. */
  account: Traded;
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
    const wanted = new Map<string, Traded>();
    for (const account of accounts) {
      const reason = whyNot(account, this.options.sourceId);
      if (reason !== undefined) this.explain(account, reason);
      else if (account.venueAccountId !== null) wanted.set(account.id, { ...account, venueAccountId: account.venueAccountId });
    }
    for (const [id, pair] of this.pairs) if (!wanted.has(id)) await this.end(id, pair);
    for (const account of wanted.values()) {
      const pair = this.pairs.get(account.id);
      if (pair) await this.keep(pair, account);
      else this.begin(account);
    }
  }

  private begin(account: Traded): void {
    const { ports, trader, executor } = this.options;
    const pair: Pair = {
      account,
      trader: new Supervised({ label: `trader of ${account.name}`, command: () => trader(pair.account), ports }),
      executor: new Supervised({ label: `executor of ${account.name}`, command: () => executor(pair.account), ports }),
    };
    this.pairs.set(account.id, pair);
    pair.executor.start();
    pair.trader.start();
  }

  private async keep(pair: Pair, account: Traded): Promise<void> {
    const { maker, taker } = pair.account.fees;
    if (maker !== account.fees.maker || taker !== account.fees.taker) {
      try {
        await this.options.charge(account);
      } catch (error) {
        // The old terms stay noted, so the next look tries again.
        const why = error instanceof Error ? error.message : String(error);
        return this.options.ports.say(`account ${account.name} does not pay its new fees yet (${why})`, 'warn');
      }
    }
    pair.account = account;
  }

  private async end(id: string, pair: Pair): Promise<void> {
    this.pairs.delete(id);
    await pair.trader.stop();
    await pair.executor.stop();
    this.options.ports.say(`account ${pair.account.name} is not traded any more; its trader and executor have stopped`, 'info');
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
