import type { Bar, DataTrust, Interval, Quote } from '@libs/kernel';

/** What a feed hands to a core, in the order in which it happened. */
export type FeedItem =
  | { readonly type: 'quote'; readonly symbol: string; readonly quote: Quote; readonly at: number }
  | { readonly type: 'trust'; readonly symbol: string; readonly trust: DataTrust; readonly at: number }
  | { readonly type: 'bar'; readonly symbol: string; readonly interval: Interval; readonly bar: Bar; readonly at: number };

/**
 * Items that wait for a consumer. Of each symbol only the newest quote and the newest trust wait, so a slow consumer meets a bounded queue;
 * bars are all kept.
 */
export class FeedQueue {
  private readonly waiting = new Map<string, FeedItem>();

  constructor(private readonly onAvailable: () => void) {}

  push(item: FeedItem): void {
    const key = keyOf(item);
    const wasEmpty = this.waiting.size === 0;
    // Set again at the end: a quote must not overtake a bar that came before it.
    this.waiting.delete(key);
    this.waiting.set(key, item);
    if (wasEmpty) this.onAvailable();
  }

  take(): readonly FeedItem[] {
    const items = [...this.waiting.values()];
    this.waiting.clear();
    return items;
  }
}

function keyOf(item: FeedItem): string {
  switch (item.type) {
    case 'quote':
      return item.symbol;
    case 'trust':
      return `trust ${item.symbol}`;
    case 'bar':
      return `${item.symbol} ${item.interval} ${item.bar.start}`;
  }
}
