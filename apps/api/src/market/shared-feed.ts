import type { Logger } from '@libs/platform';
import { MarketFeed, WebSocketManager, type FeedNotice, type OrderBook } from '@libs/market-data';
import type { PublicTrade, Subscription } from '@libs/sdk';
import type { SymbolTrust } from '../trust/trust.types';
import type { OpenVenue } from './venue';

export interface Follower {
  readonly subscription: Subscription;
  /** The book, or how far the symbol can be believed, is another. */
  readonly changed?: () => void;
  readonly trades?: (trades: readonly PublicTrade[]) => void;
}

const QUIET: ReadonlySet<FeedNotice['type']> = new Set(['failover', 'restarted']);

/** One market feed for everybody who follows something of a venue; its connections stand only while somebody does. */
export class SharedFeed {
  private readonly followers = new Set<Follower>();
  private readonly sockets: WebSocketManager;
  private feed: MarketFeed | null = null;

  constructor(
    reconnectDelaySeconds: number,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
  ) {
    this.sockets = new WebSocketManager({ reconnectDelaySeconds });
  }

  /** Answers how to stop. */
  follow(venue: OpenVenue, follower: Follower): () => void {
    const feed = (this.feed ??= this.open(venue));
    this.followers.add(follower);
    feed.watch(follower.subscription);
    return () => {
      if (!this.followers.delete(follower) || this.feed !== feed) return;
      feed.unwatch(follower.subscription);
      if (this.followers.size === 0) this.close();
    };
  }

  book({ instrument, depth }: Extract<Subscription, { readonly kind: 'book' }>): OrderBook | null {
    return this.feed?.book(instrument, depth) ?? null;
  }

  /** What nobody has judged yet has shown nothing fresh. */
  trust(symbol: string): SymbolTrust {
    const { level, reasons } = this.feed?.trust(symbol) ?? ({ level: 'UNTRUSTED', reasons: ['STALE'] } as const);
    return { symbol, level, reasons };
  }

  close(): void {
    this.feed?.close();
    this.feed = null;
    this.followers.clear();
  }

  private open({ plugin, options }: OpenVenue): MarketFeed {
    const feed: MarketFeed = new MarketFeed({
      plugin,
      options,
      manager: this.sockets,
      handlers: {
        // The queue is for cores; whoever follows here is told at once.
        available: () => void feed.take(),
        forming: () => undefined,
        book: (symbol, _book, { depth }) => this.tell(symbol, ({ subscription, changed }) => isOfDepth(subscription, depth) && changed?.()),
        trades: (symbol, trades) => this.tell(symbol, (follower) => follower.trades?.(trades)),
        trust: (symbol) => this.tell(symbol, ({ changed }) => changed?.()),
        notice: (notice) => this.logger[QUIET.has(notice.type) ? 'info' : 'warn']('market data for screens', { ...notice }),
      },
    });
    return feed;
  }

  private tell(symbol: string, what: (follower: Follower) => unknown): void {
    for (const follower of this.followers) if (follower.subscription.instrument.symbol === symbol) what(follower);
  }
}

function isOfDepth(subscription: Subscription, depth: number): boolean {
  return subscription.kind === 'book' && subscription.depth === depth;
}
