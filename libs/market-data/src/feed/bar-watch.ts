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
  /** Missed bars could not be fetched; retried later. */
  unfilled(error: unknown): void;
  /** A confirmed bar was sent again with other values; the first confirmation is kept. */
  corrected(bar: Bar): void;
}

export interface BarParts {
  /** Only bars that start later are delivered; null: from the first that closes. */
  readonly after: number | null;
  readonly fetch: FetchBars;
  readonly news: BarNews;
  /** Market time as the feed knows it. */
  readonly marketTime: () => number;
  readonly monotonic: () => number;
}

/** How late a confirmation may be before the bar counts as overdue, milliseconds. */
const LATE_MS = 2_000;
/** From then on the bar is requested over REST. */
const ASK_AFTER_MS = 4_000;
const ASK_AGAIN_MS = 2_000;
const LONGEST_ASK_MS = 30_000;
/** From then on the topic counts as dead. */
const DEAD_AFTER_MS = 8_000;

/** Closed bars of one symbol and interval, each once, in order and complete; bars missing from the stream come over REST. */
export class BarWatch implements Watch {
  private readonly state = new Reasons(() => this.parts.news.reasonsChanged());
  private readonly series: BarSeries;
  private overdueSince: number | null = null;
  private askAt = 0;
  /** Consecutive requests without a result. */
  private vain = 0;
  private isAsking = false;
  private isUp = false;
  private heardAt = -Infinity;
  /** A bar came over REST that the topic never confirmed, and the topic has been silent since. */
  private isMute = false;
  /** The forming bar, as last sent by the stream. */
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

  /** Bars closed during an absence come over REST before anything later. */
  confirmed(): void {
    this.isUp = true;
    this.fill();
  }

  interrupted(): void {
    this.isUp = false;
    this.state.add('STALE');
  }

  /** The bar of that start, and those missing before it, cannot be fetched from anywhere. */
  passOver(start: number): void {
    this.series.passOver(start);
    this.settle();
  }

  /** A bar that has ended without a confirmation breaks the venue's promise, so it is requested elsewhere. */
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
    // Bars missing before one that the topic sent are a gap; a topic that sent nothing at all is a different problem.
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
        // One gap is reported once, however often it is requested.
        if (this.vain === 1) this.parts.news.unfilled(error);
        this.state.add('GAP');
      },
    );
  }

  /** Healthy once data flows, nothing waits for a gap, and no bar is due. */
  private settle(): void {
    if (this.isOverdue()) return;
    this.overdueSince = null;
    if (this.series.isHolding) return;
    this.state.drop('GAP', 'FORMING', ...(this.isUp && !this.isMute ? (['STALE'] as const) : []));
  }

  /** True if the market has passed the end of an unconfirmed bar. */
  private isOverdue(): boolean {
    const length = INTERVALS[this.subscription.interval];
    const { newest } = this.series;
    const open = newest === null ? this.formingStart : newest + length;
    return open !== null && this.parts.marketTime() >= open + length;
  }
}
