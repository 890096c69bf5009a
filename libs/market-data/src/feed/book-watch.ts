import type { TrustReason } from '@libs/kernel';
import type { BookChange, BookSnapshot, LevelText, MarketEvent, Subscription } from '@libs/sdk';
import { OrderBook } from '../book/order-book';
import type { BookOutcome } from '../book/order-book';
import { Reasons } from './watch';
import type { Watch, WatchNews } from './watch';

export interface BookNews extends WatchNews {
  /** The book changed and is complete. */
  book(book: OrderBook, change: BookChange): void;
  /** Something was lost from it. */
  gap(message: string): void;
  /** A change could not be parsed. */
  unreadable(error: Error): void;
  /** A requested snapshot did not arrive; it is requested again. */
  unanswered(error: unknown): void;
}

export interface BookRules {
  readonly monotonic: () => number;
  /** Requests a snapshot, if the stream sends none. */
  readonly request?: () => Promise<BookSnapshot>;
  readonly checksum?: (bids: readonly LevelText[], asks: readonly LevelText[]) => number;
}

/** Milliseconds after which a confirmed subscription without its snapshot restarts. */
const SNAPSHOT_WITHIN_MS = 3_000;

/** One order book, shown only while nothing is missing from it. */
export class BookWatch implements Watch {
  readonly book: OrderBook;
  private readonly state = new Reasons(() => this.news.reasonsChanged());
  private isAsking = false;
  /** Number of connection losses. */
  private lives = 0;
  /** On the monotonic clock; null while nothing arrives. */
  private confirmedAt: number | null = null;

  constructor(
    readonly subscription: Extract<Subscription, { readonly kind: 'book' }>,
    private readonly news: BookNews,
    private readonly rules: BookRules,
  ) {
    const { checksum } = rules;
    const { depth, instrument } = subscription;
    const scales = { priceScale: instrument.tickSize.scale, quantityScale: instrument.lotSize.scale };
    this.book = new OrderBook({ depth, ...scales, ...(checksum === undefined ? {} : { checksum, cutsToDepth: true }) });
    this.state.now.add('STALE');
  }

  get reasons(): ReadonlySet<TrustReason> {
    return this.state.now;
  }

  take(events: readonly MarketEvent[]): void {
    for (const event of events) if (event.type === 'book') this.apply(event);
  }

  /** Data flows once its snapshot has arrived. */
  confirmed(): void {
    this.confirmedAt = this.rules.monotonic();
    this.renew();
  }

  interrupted(): void {
    this.confirmedAt = null;
    this.lives += 1;
    this.contradicted();
  }

  contradicted(): void {
    this.book.reset();
    this.state.add('STALE');
  }

  /** A quiet book guarantees no message rate, so nothing else would reveal a lost snapshot. */
  sweep(): void {
    if (this.book.isWhole || this.confirmedAt === null || this.rules.monotonic() - this.confirmedAt < SNAPSHOT_WITHIN_MS) return;
    this.news.restart('its snapshot does not come');
  }

  renew(): boolean {
    if (!this.rules.request) return false;
    if (!this.isAsking) void this.load(this.rules.request);
    return true;
  }

  private async load(request: () => Promise<BookSnapshot>): Promise<void> {
    this.isAsking = true;
    const { lives } = this;
    try {
      const snapshot = await request();
      // Requested before an interruption, it may lack changes that nobody kept; the sweep requests another.
      if (this.lives !== lives) return;
      const outcome = this.attempt(() => this.book.load(snapshot));
      // Older than the first kept change: nothing is lost, it was requested too early.
      if (outcome.kind === 'broken' && outcome.reason === 'GAP') this.news.restart(outcome.message);
      else this.told(outcome, this.changeOf(snapshot));
    } catch (error) {
      this.news.unanswered(error);
    } finally {
      this.isAsking = false;
    }
  }

  private changeOf(snapshot: BookSnapshot): BookChange {
    const { instrument, depth } = this.subscription;
    return { type: 'book', venueSymbol: instrument.venueSymbol, depth, kind: 'snapshot', first: snapshot.last, ...snapshot };
  }

  private apply(change: BookChange): void {
    this.told(
      this.attempt(() => this.book.apply(change)),
      change,
    );
  }

  private told(outcome: BookOutcome, change: BookChange): void {
    if (outcome.kind === 'applied') {
      this.state.drop('STALE', 'GAP', 'CROSSED');
      this.news.book(this.book, change);
    } else if (outcome.kind === 'broken') {
      this.state.add(outcome.reason);
      if (outcome.reason === 'GAP') this.news.gap(outcome.message);
      this.news.restart(outcome.message);
    }
  }

  private attempt(write: () => BookOutcome): BookOutcome {
    try {
      return write();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.news.unreadable(error);
      return { kind: 'broken', reason: 'GAP', message: error.message };
    }
  }
}
