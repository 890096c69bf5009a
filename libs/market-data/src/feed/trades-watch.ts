import type { TrustReason } from '@libs/kernel';
import type { MarketEvent, PublicTrade, Subscription } from '@libs/sdk';
import { RecentIds } from '../bars/recent-ids';
import { Reasons } from './watch';
import type { Watch, WatchNews } from './watch';

export interface TradesNews extends WatchNews {
  /** Each trade once, in the order in which they happened as far as the venue keeps it. */
  trades(trades: readonly PublicTrade[], at: number): void;
  /** Trades were missed that cannot be had any more. */
  gap(reason: string): void;
  /** What was missed could not be asked for. */
  unanswered(error: unknown): void;
}

type TradesEvent = Extract<MarketEvent, { readonly type: 'trades' }>;

/** As many as a venue shows at most. */
const MOST_MISSED = 1_000;
const REMEMBERED = 2 * MOST_MISSED;

/**
 * Trades of one symbol. They may be rare, so a confirmed subscription stands until it is contradicted; from then on its
 * confirmation alone proves nothing. What was missed while away comes over REST, before what came since.
 */
export class TradesWatch implements Watch {
  private readonly state = new Reasons(() => this.news.reasonsChanged());
  private readonly seen = new RecentIds(REMEMBERED);
  /** Venue time of the newest trade, or of what the venue has shown elsewhere; 0 before the first. */
  private newest = 0;
  /** The newest that was passed on. */
  private told = 0;
  private shown = 0;
  private isUp = false;
  private doubted = false;
  /** What came while missed trades are asked for. */
  private held: TradesEvent[] = [];
  private questions = 0;
  private asking: Promise<void> = Promise.resolve();

  constructor(
    readonly subscription: Subscription,
    private readonly news: TradesNews,
    private readonly recent: (limit: number) => Promise<readonly PublicTrade[]>,
  ) {
    this.state.now.add('STALE');
  }

  get reasons(): ReadonlySet<TrustReason> {
    return this.state.now;
  }

  /** The venue showed elsewhere what never came here, and nothing has come since. */
  get isDoubted(): boolean {
    return this.doubted;
  }

  take(events: readonly MarketEvent[]): void {
    this.doubted = false;
    this.settle();
    for (const event of events) {
      if (event.type !== 'trades') continue;
      this.newest = Math.max(this.newest, event.at);
      if (this.questions > 0) this.held.push(event);
      else this.tell(event.trades, event.at);
    }
  }

  confirmed(): void {
    this.isUp = true;
    if (this.told > 0) this.askForMissed();
    this.settle();
  }

  interrupted(): void {
    this.isUp = false;
    this.state.add('STALE');
  }

  sweep(): void {
    if (this.doubted) this.news.restart('what it left out still does not come');
  }

  /** Whether a trade of venue time `at`, seen elsewhere, is one that never came here. */
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

  /** The venue has nothing to tell that did not come. */
  believe(): void {
    this.doubted = false;
    this.settle();
  }

  /** One question after the other, however often the line breaks. */
  private askForMissed(): void {
    this.questions += 1;
    this.asking = this.asking
      .then(async () => this.tellMissed(await this.recent(MOST_MISSED)))
      .catch((error: unknown) => {
        this.news.unanswered(error);
        this.news.gap('what was missed could not be asked for');
      })
      .finally(() => {
        this.questions -= 1;
        if (this.questions > 0) return;
        for (const { trades, at } of this.held.splice(0)) this.tell(trades, at);
        this.settle();
      });
  }

  private tellMissed(recent: readonly PublicTrade[]): void {
    const [oldest] = recent;
    if (oldest && oldest.at > this.told)
      this.news.gap(`trades between ${textOf(this.told)} and ${textOf(oldest.at)} were missed, and the venue shows no older ones`);
    const missed = recent.filter(({ at }) => at >= this.told);
    const last = missed.at(-1);
    if (last) this.tell(missed, last.at);
  }

  private tell(trades: readonly PublicTrade[], at: number): void {
    const fresh = trades.filter(({ id }) => this.seen.add(id));
    if (fresh.length === 0) return;
    this.told = Math.max(this.told, at);
    this.newest = Math.max(this.newest, at);
    this.news.trades(fresh, at);
  }

  private settle(): void {
    if (this.isUp && !this.doubted && this.questions === 0) this.state.drop('STALE');
  }
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
