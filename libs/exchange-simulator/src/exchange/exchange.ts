import type { Category, Decimal } from '@libs/kernel';
import type { Logger } from '@libs/platform';
import type { AccountTerms, Change, SimOrder, Venue } from '@libs/simulation';
import type { Journal } from '../journal/journal';
import type { JournalRecord } from '../journal/journal-record';
import type { Feed, FeedListener, FeedMarket } from '../market/feed';
import type { ApiKeys, IssuedKey } from './api-keys';
import { ClosedSinceStart } from './closed-since-start';
import type { Members } from './members';
import { PublicNews, type PublicListener } from './public-news';
import { ChangeRecorder } from './record-changes';
import { disconnectTermsOf, type SimulatorState } from './simulator-state';

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

type AccessRecord = Extract<JournalRecord, { k: 'key' | 'no-key' | 'member' }>;

/** Accounts, orders and markets as one venue: nothing is answered or told before the journal holds it. */
export class Exchange {
  private readonly news: PublicNews;
  private readonly privateListeners: PrivateListener[] = [];
  private readonly closed = new ClosedSinceStart();
  private readonly recorder: ChangeRecorder;
  /** Next funding times as the journal holds them. */
  private readonly fundingTimes = new Map<string, number>();

  constructor(private readonly parts: ExchangeParts) {
    this.recorder = new ChangeRecorder(parts.state.venue);
    this.news = new PublicNews(parts.feed);
    for (const { key, funding } of this.venue.markets.values()) this.fundingTimes.set(key, funding.nextAt);
  }

  get venue(): Venue {
    return this.parts.state.venue;
  }

  get feed(): Feed {
    return this.parts.feed;
  }

  get marketTime(): number {
    return this.feed.now();
  }

  get keys(): ApiKeys {
    return this.parts.state.keys;
  }

  get members(): Members {
    return this.parts.state.members;
  }

  marketOf(category: string, venueSymbol: string): FeedMarket | undefined {
    return this.news.marketOf(`${category}:${venueSymbol}`);
  }

  keyOf(apiKey: string): IssuedKey | undefined {
    return this.keys.find(apiKey);
  }

  /** The account's newest closed orders, as far as they were closed since the start. */
  closedSinceStart(accountId: string, category: Category): Iterable<SimOrder> {
    return this.closed.of(accountId, category);
  }

  listenPublic(listener: PublicListener): void {
    this.news.listen(listener);
  }

  listenPrivate(listener: PrivateListener): void {
    this.privateListeners.push(listener);
  }

  async start(): Promise<void> {
    const listener: FeedListener = {
      moved: (market, at) => this.moved(market, at),
      traded: (market, trade) => this.news.traded(market, trade),
      barClosed: (market, at) => this.news.barClosed(market, at),
      changed: () => this.logStatus(),
    };
    await this.feed.start(listener);
  }

  async stop(): Promise<void> {
    await this.feed.stop();
    await this.parts.journal.close();
  }

  /** Lets a client act on the venue; resolves once what came of it, or what it was refused for, is on the disk. */
  async perform<T>(act: (venue: Venue, at: number) => T): Promise<T> {
    const result = act(this.venue, this.marketTime);
    if (!(await this.commit())) await this.settled();
    return result;
  }

  /** Resolves once everything that the venue holds now is on the disk: whoever was shown it may rely on it. */
  settled(): Promise<void> {
    return this.parts.journal.append([]);
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
    return this.venue.accounts.has(id);
  }

  accountIds(): readonly string[] {
    return [...this.venue.accounts.keys()];
  }

  feesOf(id: string): AccountTerms['fees'] {
    return this.venue.account(id).fees;
  }

  balancesOf(id: string): ReadonlyMap<string, Decimal> {
    return this.venue.account(id).balances;
  }

  /** Resolves once what changed about keys and members is on the disk. */
  async saveAccess(records: readonly AccessRecord[]): Promise<void> {
    await this.commit(records);
  }

  /** Cancels what is open, closes positions without a trade and sets the balances anew. */
  resetAccount(id: string, balances: AccountTerms['balances']): Promise<void> {
    return this.perform((venue, at) => venue.resetAccount(id, balances, at));
  }

  /** Seconds without a private connection after which the account's orders of a product are cancelled. */
  disconnectWindow(accountId: string, product: string): number | undefined {
    return this.parts.state.disconnect.get(accountId)?.get(product);
  }

  async setDisconnectWindow(accountId: string, product: string, seconds: number): Promise<void> {
    disconnectTermsOf(this.parts.state.disconnect, accountId).set(product, seconds);
    await this.commit([{ k: 'disconnect', id: accountId, product, seconds }]);
  }

  /** Writes that clients may see the market up to `until`. */
  reserve(at: number, until: number): Promise<void> {
    this.parts.state.position = { at, until };
    return this.parts.journal.append([...this.fundingRecords(), { k: 'market', at, until, sequence: this.venue.sequence }]);
  }

  private async putAccount(id: string, terms: AccountTerms, key?: IssuedKey): Promise<void> {
    const known = this.venue.accounts.get(id);
    if (known) known.fees = terms.fees;
    else this.venue.openAccount(id, terms, this.marketTime);
    const { maker, taker } = terms.fees;
    const { apiKey, apiSecret } = key ?? { apiKey: '', apiSecret: '' };
    const account = { k: 'account', id, apiKey, apiSecret, maker: maker.toString(), taker: taker.toString() } as const;
    await this.commit([account, ...(key ? [{ k: 'key', key } as const] : []), { k: 'member', member: this.members.of(id) }]);
  }

  private moved(market: FeedMarket, at: number): void {
    this.venue.moved(market.state.key, at);
    void this.commit();
    this.news.moved(market, at);
  }

  /** Writes what changed and, once it is on the disk, tells it; false when nothing had. */
  private async commit(first: readonly JournalRecord[] = []): Promise<boolean> {
    const changes = this.venue.drain();
    const funding = this.fundingRecords();
    if (changes.length === 0 && first.length === 0 && funding.length === 0) return false;
    const at = this.marketTime;
    const { position } = this.parts.state;
    const until = Math.max(at, position?.until ?? at);
    this.parts.state.position = { at, until };
    const written = this.parts.journal.append([
      ...first,
      ...this.recorder.recordsOf(changes),
      ...funding,
      { k: 'market', at, until, sequence: this.venue.sequence },
    ]);
    this.closed.note(changes);
    const publish = this.privateListeners.map((listener) => listener.prepare(changes, at));
    const announce = this.news.changed(changes, at);
    await written;
    for (const run of publish) run();
    announce();
    return true;
  }

  /** A payment and the time of the next one are written in one piece: a kill neither skips nor repeats a payment. */
  private fundingRecords(): JournalRecord[] {
    const records: JournalRecord[] = [];
    for (const { key, funding } of this.venue.markets.values()) {
      if (this.fundingTimes.get(key) === funding.nextAt) continue;
      this.fundingTimes.set(key, funding.nextAt);
      records.push({ k: 'funding', market: key, nextAt: funding.nextAt });
    }
    return records;
  }

  private logStatus(): void {
    const { status, speed } = this.feed;
    if (status.state !== 'running') this.parts.logger.warn(status.reason, { state: status.state, marketTime: this.marketTime });
    else this.parts.logger.info('the market is running', { state: status.state, speed, marketTime: this.marketTime });
  }
}
