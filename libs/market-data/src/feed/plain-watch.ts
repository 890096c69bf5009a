import type { TrustReason } from '@libs/kernel';
import type { MarketEvent, Subscription } from '@libs/sdk';
import { Reasons } from './watch';
import type { Watch, WatchNews } from './watch';

export interface PlainNews extends WatchNews {
  told(event: MarketEvent): void;
}

/** Trades or a ticker: passed on as they come. Trades may be rare, so a confirmed subscription stands until it is contradicted. */
export class PlainWatch implements Watch {
  private readonly state = new Reasons(() => this.news.reasonsChanged());
  /** Venue time of the newest event; 0 before the first. */
  newest = 0;

  constructor(
    readonly subscription: Subscription,
    private readonly news: PlainNews,
  ) {
    this.state.now.add('STALE');
  }

  get reasons(): ReadonlySet<TrustReason> {
    return this.state.now;
  }

  take(events: readonly MarketEvent[]): void {
    this.state.drop('STALE');
    for (const event of events) {
      this.newest = Math.max(this.newest, event.at);
      this.news.told(event);
    }
  }

  confirmed(): void {
    if (this.subscription.kind === 'trades') this.state.drop('STALE');
  }

  interrupted(): void {
    this.state.add('STALE');
  }
}
