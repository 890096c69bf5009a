import type { Decimal } from '@libs/kernel';
import type { Logger } from '@libs/platform';
import {
  type AccountTerms,
  type FillEngineChange as Change,
  type FillEngine,
  type OrderId,
  type SimOrder,
  type SimOrderRequest,
  type SubmitResult,
} from '@libs/simulation';
import type { Journal } from '../journal/journal';
import { asText, type JournalRecord } from '../journal/records';
import type { Feed, FeedListener, FeedMarket } from '../market/feed';
import type { PublicTrade } from '../market/tape-market';
import type { ApiKeys, IssuedKey } from './api-keys';
import type { Members } from './members';
import { walletRecord, type SimulatorState } from './restore-state';

/** Hears the market as it moves. */
export type PublicListener = Omit<FeedListener, 'changed'>;

/** Turns changes of accounts into messages now, to be sent once they are on the disk. */
export interface PrivateListener {
  prepare(changes: readonly Change[], at: number): () => void;
}

export interface ExchangeParts {
  readonly state: SimulatorState;
  readonly journal: Journal;
  readonly feed: Feed;
  readonly logger: Logger;
}

/** Accounts, orders and markets as one venue: nothing is answered or told before the journal holds it. */
export class Exchange {
  private readonly publicListeners: PublicListener[] = [];
  private readonly privateListeners: PrivateListener[] = [];

  constructor(private readonly parts: ExchangeParts) {}

  get engine(): FillEngine {
    return this.parts.state.engine;
  }

  get feed(): Feed {
    return this.parts.feed;
  }

  get marketTime(): number {
    return this.feed.now();
  }

  marketOf(category: string, venueSymbol: string): FeedMarket | undefined {
    const key = `${category}:${venueSymbol}`;
    return this.feed.markets.find(({ state }) => state.key === key);
  }

  get keys(): ApiKeys {
    return this.parts.state.keys;
  }

  get members(): Members {
    return this.parts.state.members;
  }

  keyOf(apiKey: string): IssuedKey | undefined {
    return this.keys.find(apiKey);
  }

  listenPublic(listener: PublicListener): void {
    this.publicListeners.push(listener);
  }

  listenPrivate(listener: PrivateListener): void {
    this.privateListeners.push(listener);
  }

  async start(): Promise<void> {
    await this.feed.start({
      moved: (market, at) => this.moved(market, at),
      traded: (market, trade) => this.traded(market, trade),
      barClosed: (market, at) => this.tell((listener) => listener.barClosed(market, at)),
      changed: () => this.logStatus(),
    });
  }

  async stop(): Promise<void> {
    await this.feed.stop();
    await this.parts.journal.close();
  }

  async submit(accountId: string, request: SimOrderRequest): Promise<SubmitResult> {
    const result = this.engine.submit(accountId, request, this.marketTime);
    await this.commit();
    return result;
  }

  async cancel(accountId: string, id: OrderId): Promise<SubmitResult> {
    const result = this.engine.cancel(accountId, id, this.marketTime);
    await this.commit();
    return result;
  }

  async cancelAll(accountId: string, which: (order: SimOrder) => boolean): Promise<readonly SimOrder[]> {
    const orders = this.engine.cancelAll(accountId, which, 'BY_USER', this.marketTime);
    await this.commit();
    return orders;
  }

  /** Opens the account once; asked again it answers the same key and takes over the fees. */
  async openAccount(id: string, terms: AccountTerms, createdAt = 0): Promise<IssuedKey> {
    const key = this.keys.ofAccount(id) ?? this.keys.issue(id, { createdAt });
    await this.putAccount(id, terms, key);
    return key;
  }

  /** Opens an account for which nobody may sign yet. */
  async openSubAccount(id: string, terms: AccountTerms): Promise<void> {
    await this.putAccount(id, terms);
  }

  hasAccount(id: string): boolean {
    return this.engine.accounts.has(id);
  }

  accountIds(): readonly string[] {
    return [...this.engine.accounts.keys()];
  }

  feesOf(id: string): AccountTerms['fees'] {
    return this.engine.account(id).fees;
  }

  balancesOf(id: string): ReadonlyMap<string, Decimal> {
    return this.engine.account(id).balances;
  }

  /** Resolves once what changed about keys and members is on the disk. */
  saveAccess(records: readonly Extract<JournalRecord, { k: 'key' | 'no-key' | 'member' }>[]): Promise<void> {
    return this.commit(records);
  }

  async resetAccount(id: string, balances: AccountTerms['balances']): Promise<void> {
    const held = [...this.engine.account(id).positions.keys()];
    this.engine.resetAccount(id, balances, this.marketTime);
    await this.commit(held.map((market) => ({ k: 'no-position', id, market })));
  }

  async setLeverage(id: string, market: string, leverage: number): Promise<void> {
    this.engine.account(id).leverage.set(market, leverage);
    await this.commit([{ k: 'leverage', id, market, leverage }]);
  }

  /** Writes that clients may see the market up to `until`. */
  reserve(at: number, until: number): Promise<void> {
    this.parts.state.position = { at, until };
    return this.parts.journal.append([{ k: 'market', at, until, sequence: this.engine.sequence }]);
  }

  private async putAccount(id: string, terms: AccountTerms, key?: IssuedKey): Promise<void> {
    const known = this.engine.accounts.get(id);
    if (known) known.fees = terms.fees;
    else this.engine.openAccount(id, terms);
    const { maker, taker } = terms.fees;
    const { apiKey, apiSecret } = key ?? { apiKey: '', apiSecret: '' };
    const account = { k: 'account', id, apiKey, apiSecret, maker: maker.toString(), taker: taker.toString() } as const;
    await this.commit([account, ...(key ? [{ k: 'key', key } as const] : []), { k: 'member', member: this.members.of(id) }]);
  }

  private moved(market: FeedMarket, at: number): void {
    this.engine.onMarketMoved(market.state, at);
    void this.commit();
    this.tell((listener) => listener.moved(market, at));
  }

  private traded(market: FeedMarket, trade: PublicTrade): void {
    this.tell((listener) => listener.traded(market, trade));
  }

  private tell(what: (listener: PublicListener) => void): void {
    for (const listener of this.publicListeners) what(listener);
  }

  /** Writes what changed and, once it is on the disk, tells it. */
  private async commit(first: readonly JournalRecord[] = []): Promise<void> {
    const changes = this.engine.drain();
    if (changes.length === 0 && first.length === 0) return;
    const at = this.marketTime;
    const { position } = this.parts.state;
    const until = Math.max(at, position?.until ?? at);
    this.parts.state.position = { at, until };
    const written = this.parts.journal.append([
      ...first,
      ...this.recordsOf(changes),
      { k: 'market', at, until, sequence: this.engine.sequence },
    ]);
    const publish = this.privateListeners.map((listener) => listener.prepare(changes, at));
    await written;
    for (const run of publish) run();
  }

  private recordsOf(changes: readonly Change[]): JournalRecord[] {
    const records: JournalRecord[] = [];
    const wallets = new Set<string>();
    for (const change of changes) {
      if (change.type === 'order') records.push({ k: 'order', order: asText(change.order) });
      else if (change.type === 'execution') records.push({ k: 'execution', execution: asText(change.execution) });
      else if (change.type === 'wallet') wallets.add(change.accountId);
      else {
        const position = this.engine.account(change.accountId).positions.get(change.market);
        if (position) records.push({ k: 'position', id: change.accountId, position: asText(position) });
      }
    }
    return [...records, ...[...wallets].map((id) => walletRecord(this.engine, id))];
  }

  private logStatus(): void {
    const { status, speed } = this.feed;
    if (status.state !== 'running') this.parts.logger.warn(status.reason, { state: status.state, marketTime: this.marketTime });
    else this.parts.logger.info('the market is running', { state: status.state, speed, marketTime: this.marketTime });
  }
}
