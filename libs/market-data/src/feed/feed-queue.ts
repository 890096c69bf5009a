import type { Bar, DataTrust, Interval, Quote } from '@libs/kernel';

/** What a feed delivers to a core, in order. */
export type FeedItem =
  | { readonly type: 'quote'; readonly symbol: string; readonly quote: Quote; readonly at: number }
  | { readonly type: 'bar'; readonly symbol: string; readonly interval: Interval; readonly bar: Bar; readonly at: number }
  | { readonly type: 'trust'; readonly symbol: string; readonly trust: DataTrust; readonly at: number };

/** An item, and its arrival time on the monotonic clock. */
export interface Waiting {
  readonly item: FeedItem;
  readonly receivedAt: number;
}

/**
 * Items waiting for a consumer. Only the newest quote and trust of each symbol wait, so the queue of a slow consumer is bounded; all bars
 * are kept.
 */
export class FeedQueue {
  private readonly waiting = new Map<string, Waiting>();
  /** Quotes replaced by newer ones. */
  coalesced = 0;

  constructor(private readonly onAvailable: () => void) {}

  push(item: FeedItem, receivedAt: number): void {
    const key = item.type === 'bar' ? `${item.symbol} ${item.interval} ${item.bar.start}` : `${item.type} ${item.symbol}`;
    const wasEmpty = this.waiting.size === 0;
    // Re-inserted at the end: a quote must not overtake an earlier bar.
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
