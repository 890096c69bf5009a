import type { TrustReason } from '@libs/kernel';
import type { MarketEvent, PublicTrade, Subscription } from '@libs/sdk';
import { RecentIds } from '../bars/recent-ids';
import { Reasons } from './watch';
import type { Watch, WatchNews } from './watch';

export interface TradesNews extends WatchNews {
  /** Each trade once, in order of time as far as the venue keeps it. */
  trades(trades: readonly PublicTrade[], at: number): void;
  /** Missed trades that are no longer available. */
  gap(reason: string): void;
  /** Missed trades could not be requested. */
  unanswered(error: unknown): void;
}

type TradesEvent = Extract<MarketEvent, { readonly type: 'trades' }>;

/** The most that a venue returns. */
const MOST_MISSED = 1_000;
const REMEMBERED = 2 * MOST_MISSED;

/**
 * Trades of one symbol. They may be rare, so a confirmed subscription counts as healthy until it is contradicted; after that a confirmation
 * alone proves nothing. Missed trades come over REST, before those that arrived since.
 */
export class TradesWatch implements Watch {
  private readonly state = new Reasons(() => this.news.reasonsChanged());
  private readonly seen = new RecentIds(REMEMBERED);
  /** Time of the newest trade, or of what the venue has shown elsewhere; 0 before the first. */
  private newest = 0;
  /** Time of the newest trade passed on, or from which none may be missed; 0 while unknown. */
  private told = 0;
  private shown = 0;
  private isUp = false;
  private doubted = false;
  /** Trades that arrive while missed ones are requested. */
  private held: TradesEvent[] = [];
  private isAsking = false;
  private asksAgain = false;

  constructor(
    readonly subscription: Subscription,
    private readonly news: TradesNews,
    private readonly ports: {
      readonly recent: (limit: number) => Promise<readonly PublicTrade[]>;
      /** Market time known to the feed; 0 if unknown. */
      readonly marketTime: () => number;
    },
  ) {
    this.state.now.add('STALE');
  }

  get reasons(): ReadonlySet<TrustReason> {
    return this.state.now;
  }

  /** The venue showed elsewhere a trade that never arrived here, and nothing has arrived since. */
  get isDoubted(): boolean {
    return this.doubted;
  }

  take(events: readonly MarketEvent[]): void {
    this.doubted = false;
    // A topic that sends data is up, and missed trades must come before it.
    if (!this.isUp) this.confirmed();
    this.settle();
    for (const event of events) {
      if (event.type !== 'trades') continue;
      this.newest = Math.max(this.newest, newestOf(event.trades));
      if (this.isAsking) this.held.push(event);
      else this.tell(event.trades, event.at);
    }
  }

  confirmed(): void {
    this.isUp = true;
    if (this.told > 0) this.askForMissed();
    else this.told = this.ports.marketTime();
    this.settle();
  }

  interrupted(): void {
    this.isUp = false;
    this.state.add('STALE');
  }

  sweep(): void {
    if (this.doubted) this.news.restart('what it left out still does not come');
  }

  /** True if a trade of venue time `at`, seen elsewhere, never arrived here. */
  isContradictedBy(at: number): boolean {
    this.shown = at;
    if (this.newest === 0) this.newest = at;
    return at > this.newest;
  }

  contradicted(): void {
    this.doubted = true;
    this.newest = this.shown;
    this.state.add('STALE');
  }

  /** The venue has no trades that did not arrive. */
  believe(): void {
    this.doubted = false;
    this.settle();
  }

  /** One request at a time; one more if the connection was lost in between, however often. */
  private askForMissed(): void {
    if (this.isAsking) {
      this.asksAgain = true;
      return;
    }
    this.isAsking = true;
    this.state.add('STALE');
    this.ports
      .recent(MOST_MISSED)
      .then((recent) => this.tellMissed(recent))
      .catch((error: unknown) => {
        this.news.unanswered(error);
        this.news.gap('what was missed could not be asked for');
      })
      .finally(() => this.answered());
  }

  private answered(): void {
    this.isAsking = false;
    if (this.asksAgain) {
      this.asksAgain = false;
      return this.askForMissed();
    }
    for (const { trades, at } of this.held.splice(0)) this.tell(trades, at);
    this.settle();
  }

  private tellMissed(recent: readonly PublicTrade[]): void {
    const [oldest] = recent;
    // Nothing is missing between a known trade and those after it.
    const reachesBack = recent.some(({ id, at }) => this.seen.has(id) || at < this.told);
    if (oldest && !reachesBack)
      this.news.gap(`trades between ${textOf(this.told)} and ${textOf(oldest.at)} may be missing, and the venue shows no older ones`);
    const missed = recent.filter(({ at }) => at >= this.told);
    const last = missed.at(-1);
    if (last) this.tell(missed, last.at);
  }

  private tell(trades: readonly PublicTrade[], at: number): void {
    const fresh = trades.filter(({ id }) => this.seen.add(id));
    if (fresh.length === 0) return;
    this.told = Math.max(this.told, newestOf(fresh));
    this.newest = Math.max(this.newest, this.told);
    this.news.trades(fresh, at);
  }

  private settle(): void {
    if (this.isUp && !this.doubted && !this.isAsking) this.state.drop('STALE');
  }
}

function newestOf(trades: readonly PublicTrade[]): number {
  return trades.reduce((newest, { at }) => Math.max(newest, at), 0);
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
