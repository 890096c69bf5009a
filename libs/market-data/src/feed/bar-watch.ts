import { INTERVALS } from '@libs/kernel';
import type { Bar, TrustReason } from '@libs/kernel';
import type { MarketEvent, Subscription } from '@libs/sdk';
import { BarSeries } from './bar-series';
import type { FetchBars } from './bar-series';
import { Reasons } from './watch';
import type { Watch, WatchNews } from './watch';

export interface BarNews extends WatchNews {
  closed(bar: Bar): void;
  forming(bar: Bar, at: number): void;
  /** Missed bars could not be fetched; it is tried again. */
  unfilled(error: unknown): void;
  /** A confirmed bar was told again with other values; the first confirmation stands. */
  corrected(bar: Bar): void;
}

export interface BarParts {
  /** Only bars that start later are given; null: from the first that closes. */
  readonly after: number | null;
  readonly fetch: FetchBars;
  readonly news: BarNews;
  /** Market time as the feed knows it. */
  readonly marketTime: () => number;
  readonly monotonic: () => number;
}

/** A confirmation may come this late before the bar counts as overdue, milliseconds. */
const LATE_MS = 2_000;
/** From then on the bar is asked for over REST. */
const ASK_AFTER_MS = 4_000;
const ASK_AGAIN_MS = 2_000;
const LONGEST_ASK_MS = 30_000;
/** And from then on the topic is taken for dead. */
const DEAD_AFTER_MS = 8_000;

/** Closed bars of one symbol and interval, each once, in order and whole; what the stream leaves out comes over REST. */
export class BarWatch implements Watch {
  private readonly state = new Reasons(() => this.parts.news.reasonsChanged());
  private readonly series: BarSeries;
  private overdueSince: number | null = null;
  private askAt = 0;
  /** Questions in a row that brought nothing. */
  private vain = 0;
  private isAsking = false;
  private isUp = false;
  private heardAt = -Infinity;
  /** A bar came over REST that the topic never confirmed, and it has said nothing since. */
  private isMute = false;
  /** The bar that forms, as the stream told it last. */
  private formingStart: number | null = null;

  constructor(
    readonly subscription: Extract<Subscription, { readonly kind: 'bar' }>,
    private readonly parts: BarParts,
  ) {
    const { news } = parts;
    const emit = (bar: Bar): void => news.closed(bar);
    this.series = new BarSeries(subscription.interval, parts.after, parts.fetch, { emit, corrected: (bar) => news.corrected(bar) });
    this.state.now.add('STALE');
  }

  get reasons(): ReadonlySet<TrustReason> {
    return this.state.now;
  }

  take(events: readonly MarketEvent[]): void {
    this.heardAt = this.parts.monotonic();
    this.isMute = false;
    for (const event of events) {
      if (event.type !== 'bar') continue;
      if (event.closed) this.close(event.bar);
      else {
        this.formingStart = Math.max(this.formingStart ?? 0, event.bar.start);
        this.series.beginWith(event.bar.start);
        this.parts.news.forming(event.bar, event.at);
      }
    }
    this.settle();
  }

  /** What closed while away comes over REST before anything later. */
  confirmed(): void {
    this.isUp = true;
    this.fill();
  }

  interrupted(): void {
    this.isUp = false;
    this.state.add('STALE');
  }

  /** The bar of that start, and what is missing before it, cannot be had from anywhere. */
  passOver(start: number): void {
    this.series.passOver(start);
    this.settle();
  }

  /** A bar whose time is over and whose confirmation does not come is a promise broken, and then asked for elsewhere. */
  sweep(): void {
    const now = this.parts.monotonic();
    if (this.isMute) this.parts.news.restart('it did not confirm a bar that the venue shows over REST');
    if (!this.isOverdue()) {
      this.settle();
      if (this.series.isHolding && now >= this.askAt) this.fill();
      return;
    }
    this.overdueSince ??= now;
    const late = now - this.overdueSince;
    if (late >= LATE_MS) this.state.add('FORMING');
    if ((this.series.isHolding || late >= ASK_AFTER_MS) && now >= this.askAt) this.fill();
    if (late < DEAD_AFTER_MS) return;
    this.state.add('STALE');
    this.parts.news.restart(`a bar that was over ${Math.round(late)} ms ago is not confirmed`);
  }

  private close(bar: Bar): void {
    if (this.series.wouldSkip(bar)) this.state.add('GAP');
    this.track(this.series.add(bar));
  }

  private fill(): void {
    if (this.isAsking) return;
    this.isAsking = true;
    this.askAt = this.parts.monotonic() + Math.min(LONGEST_ASK_MS, ASK_AGAIN_MS * 2 ** this.vain);
    const { isHolding } = this.series;
    const filling = this.series.fill().finally(() => (this.isAsking = false));
    // What lay before a bar that the topic told is a hole; that it told nothing at all is another matter.
    this.track(isHolding ? filling : filling.then(() => this.seeWhetherMute()));
  }

  private seeWhetherMute(): void {
    if (this.overdueSince === null || this.isOverdue() || this.heardAt >= this.overdueSince) return;
    this.isMute = true;
    this.state.add('STALE');
  }

  private track(work: Promise<void>): void {
    work.then(
      () => {
        this.vain = 0;
        this.settle();
      },
      (error: unknown) => {
        this.vain += 1;
        // One hole is named once, however often it is asked for.
        if (this.vain === 1) this.parts.news.unfilled(error);
        this.state.add('GAP');
      },
    );
  }

  /** Everything is well again once it flows, nothing waits for a hole, and no bar is due. */
  private settle(): void {
    if (this.isOverdue()) return;
    this.overdueSince = null;
    if (this.series.isHolding) return;
    this.state.drop('GAP', 'FORMING', ...(this.isUp && !this.isMute ? (['STALE'] as const) : []));
  }

  /** Whether the market has passed the end of a bar that nobody confirmed. */
  private isOverdue(): boolean {
    const length = INTERVALS[this.subscription.interval];
    const { newest } = this.series;
    const open = newest === null ? this.formingStart : newest + length;
    return open !== null && this.parts.marketTime() >= open + length;
  }
}
