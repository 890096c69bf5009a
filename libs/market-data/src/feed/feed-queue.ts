import type { Bar, DataTrust, Interval, Quote } from '@libs/kernel';

/** What a feed hands to a core, in the order in which it happened. */
export type FeedItem =
  | { readonly type: 'quote'; readonly symbol: string; readonly quote: Quote; readonly at: number }
  | { readonly type: 'bar'; readonly symbol: string; readonly interval: Interval; readonly bar: Bar; readonly at: number }
  | { readonly type: 'trust'; readonly symbol: string; readonly trust: DataTrust; readonly at: number };

/** An item, and when it came in on the monotonic clock. */
export interface Waiting {
  readonly item: FeedItem;
  readonly receivedAt: number;
}

/**
 * Items that wait for a consumer. Of each symbol only the newest quote and the newest trust wait, so a slow consumer meets a
 * bounded queue; bars are all kept.
 */
export class FeedQueue {
  private readonly waiting = new Map<string, Waiting>();
  /** Quotes that gave way to newer ones. */
  coalesced = 0;

  constructor(private readonly onAvailable: () => void) {}

  push(item: FeedItem, receivedAt: number): void {
    const key = item.type === 'bar' ? `${item.symbol} ${item.interval} ${item.bar.start}` : `${item.type} ${item.symbol}`;
    const wasEmpty = this.waiting.size === 0;
    // Set again at the end: a quote must not overtake a bar that came before it.
    if (this.waiting.delete(key) && item.type === 'quote') this.coalesced += 1;
    this.waiting.set(key, { item, receivedAt });
    if (wasEmpty) this.onAvailable();
  }

  take(): readonly Waiting[] {
    const items = [...this.waiting.values()];
    this.waiting.clear();
    return items;
  }
}
