import type { TrustReason } from '@libs/kernel';
import type { MarketEvent, Subscription, Ticker } from '@libs/sdk';
import { Reasons } from './watch';
import type { Watch, WatchNews } from './watch';

export interface TickerNews extends WatchNews {
  ticker(ticker: Ticker, at: number): void;
}

/** Tickers, passed on as they arrive. */
export class TickerWatch implements Watch {
  private readonly state = new Reasons(() => this.news.reasonsChanged());

  constructor(
    readonly subscription: Subscription,
    private readonly news: TickerNews,
  ) {
    this.state.now.add('STALE');
  }

  get reasons(): ReadonlySet<TrustReason> {
    return this.state.now;
  }

  take(events: readonly MarketEvent[]): void {
    if (events.length > 0) this.state.drop('STALE');
    for (const event of events) if (event.type === 'ticker') this.news.ticker(event.ticker, event.at);
  }

  confirmed(): void {
    // The first one shows that data flows.
  }

  interrupted(): void {
    this.state.add('STALE');
  }
}
