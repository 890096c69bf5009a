import type { TrustReason } from '@libs/kernel';
import type { MarketEvent, Subscription } from '@libs/sdk';
import { Reasons } from './watch';
import type { Watch, WatchNews } from './watch';

export interface PlainNews extends WatchNews {
  told(event: MarketEvent): void;
}

/**
 * Trades or a ticker: passed on as they come. Trades may be rare, so a confirmed subscription stands until it is contradicted;
 * from then on its confirmation alone proves nothing.
 */
export class PlainWatch implements Watch {
  private readonly state = new Reasons(() => this.news.reasonsChanged());
  /** Venue time of the newest event, or of what the venue has shown elsewhere; 0 before the first. */
  private newest = 0;
  private shown = 0;
  private isUp = false;
  private doubted = false;

  constructor(
    readonly subscription: Subscription,
    private readonly news: PlainNews,
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
    this.state.drop('STALE');
    for (const event of events) {
      this.newest = Math.max(this.newest, event.at);
      this.news.told(event);
    }
  }

  confirmed(): void {
    this.isUp = true;
    this.settle();
  }

  interrupted(): void {
    this.isUp = false;
    this.state.add('STALE');
  }

  sweep(): void {
    if (this.doubted) this.news.restart('what it left out still does not come');
  }

  /** Whether an event of venue time `at`, seen elsewhere, is one that never came here. */
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

  private settle(): void {
    if (this.subscription.kind === 'trades' && this.isUp && !this.doubted) this.state.drop('STALE');
  }
}
