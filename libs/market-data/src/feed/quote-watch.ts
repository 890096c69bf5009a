import type { Quote, TrustReason } from '@libs/kernel';
import type { MarketEvent, Subscription } from '@libs/sdk';
import { Reasons } from './watch';
import type { Watch, WatchNews } from './watch';

export interface QuoteNews extends WatchNews {
  quote(quote: Quote, at: number): void;
}

/** Best prices: a crossed or locked pair is never passed on, and a repeated one is not a tick. */
export class QuoteWatch implements Watch {
  private readonly state = new Reasons(() => this.news.reasonsChanged());

  constructor(
    readonly subscription: Subscription,
    private readonly news: QuoteNews,
  ) {
    this.state.now.add('STALE');
  }

  get reasons(): ReadonlySet<TrustReason> {
    return this.state.now;
  }

  take(events: readonly MarketEvent[]): void {
    for (const event of events) {
      if (event.type === 'quote') this.judge(event.quote, event.at);
      if (event.type === 'no-quote') this.state.add('STALE');
    }
  }

  confirmed(): void {
    // The first quote shows that data flows.
  }

  interrupted(): void {
    this.state.add('STALE');
  }

  private judge(quote: Quote, at: number): void {
    if (quote.bid.gte(quote.ask)) {
      this.state.add('CROSSED');
      return this.news.restart(`the bid ${quote.bid} reaches the ask ${quote.ask}`);
    }
    this.state.drop('STALE', 'CROSSED');
    this.news.quote(quote, at);
  }
}
