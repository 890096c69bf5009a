import type { TrustReason } from '@libs/kernel';
import type { BookChange, LevelText, MarketEvent, Subscription } from '@libs/sdk';
import { OrderBook } from '../book/order-book';
import { Reasons } from './watch';
import type { Watch, WatchNews } from './watch';

export interface BookNews extends WatchNews {
  /** The book changed and is whole. */
  book(book: OrderBook, change: BookChange): void;
  /** Something was lost from it. */
  gap(message: string): void;
  /** A change could not be read. */
  unreadable(error: Error): void;
}

export interface BookRules {
  readonly monotonic: () => number;
  readonly checksum?: (bids: readonly LevelText[], asks: readonly LevelText[]) => number;
}

/** A confirmed subscription without its snapshot for so long, milliseconds, begins anew. */
const SNAPSHOT_WITHIN_MS = 3_000;

/** One order book, shown only while nothing is missing from it. */
export class BookWatch implements Watch {
  readonly book: OrderBook;
  private readonly state = new Reasons(() => this.news.reasonsChanged());
  private readonly monotonic: () => number;
  /** On the monotonic clock; null while nothing comes. */
  private confirmedAt: number | null = null;

  constructor(
    readonly subscription: Extract<Subscription, { readonly kind: 'book' }>,
    private readonly news: BookNews,
    { monotonic, checksum }: BookRules,
  ) {
    this.monotonic = monotonic;
    const { depth, instrument } = subscription;
    const scales = { priceScale: instrument.tickSize.scale, quantityScale: instrument.lotSize.scale };
    this.book = new OrderBook({ depth, ...scales, ...(checksum ? { checksum, cutsToDepth: true } : {}) });
    this.state.now.add('STALE');
  }

  get reasons(): ReadonlySet<TrustReason> {
    return this.state.now;
  }

  take(events: readonly MarketEvent[]): void {
    for (const event of events) if (event.type === 'book') this.apply(event);
  }

  /** Its snapshot tells that it flows, and has to come. */
  confirmed(): void {
    this.confirmedAt = this.monotonic();
  }

  interrupted(): void {
    this.confirmedAt = null;
    this.contradicted();
  }

  contradicted(): void {
    this.book.reset();
    this.state.add('STALE');
  }

  /** A book of few changes promises no pace, so that its snapshot was lost would show by nothing else. */
  sweep(): void {
    if (this.book.isWhole || this.confirmedAt === null || this.monotonic() - this.confirmedAt < SNAPSHOT_WITHIN_MS) return;
    this.news.restart('its snapshot does not come');
  }

  private apply(change: BookChange): void {
    const outcome = this.outcomeOf(change);
    if (outcome.kind === 'applied') {
      this.state.drop('STALE', 'GAP', 'CROSSED');
      this.news.book(this.book, change);
    } else if (outcome.kind === 'broken') {
      this.state.add(outcome.reason);
      if (outcome.reason === 'GAP') this.news.gap(outcome.message);
      this.news.restart(outcome.message);
    }
  }

  private outcomeOf(change: BookChange): ReturnType<OrderBook['apply']> {
    try {
      return this.book.apply(change);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.news.unreadable(error);
      return { kind: 'broken', reason: 'GAP', message: error.message };
    }
  }
}
