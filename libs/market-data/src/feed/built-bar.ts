import { INTERVALS } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import type { MarketEvent, PublicTrade, Subscription } from '@libs/sdk';
import { BarBuilder } from '../bars/bar-builder';

export type BarSubscription = Extract<Subscription, { readonly kind: 'bar' }>;

export interface BuiltBarNews {
  events(events: readonly MarketEvent[]): void;
  /** The bar of that start has ended, and cannot be built from trades. */
  missing(start: number): void;
  late(trade: PublicTrade, bar: Bar | null): void;
  /** The venue shows trades that never arrived. */
  contradicted(why: string): void;
  /** The venue did not answer. */
  failed(error: unknown): void;
}

export interface BuiltBarParts {
  readonly subscription: BarSubscription;
  /** The newest trades over REST, oldest first. */
  readonly trades: (limit: number) => Promise<readonly PublicTrade[]>;
  readonly news: BuiltBarNews;
}

/** Number of newest trades that must show that a bar had none. */
const PROOF = 100;

/**
 * The bars of one subscription, built from trades. A bar without trades looks the same as a dead stream, so it is delivered only after REST
 * has confirmed the silence.
 */
export class BuiltBar {
  private readonly builder: BarBuilder;
  private events: MarketEvent[] = [];
  private silent: Bar[] = [];
  private isAsking = false;

  constructor(private readonly parts: BuiltBarParts) {
    const { subscription, news } = parts;
    this.builder = new BarBuilder({
      interval: subscription.interval,
      news: {
        closed: (bar) => void (bar.volume.isZero ? this.silent.push(bar) : this.events.push(this.eventOf(bar))),
        forming: (bar, at) => this.events.push(this.eventOf(bar, at)),
        missing: (start) => news.missing(start),
        late: (trade, bar) => news.late(trade, bar),
      },
    });
  }

  begin(at: number): void {
    this.builder.begin(at);
    this.tell();
  }

  interrupt(): void {
    this.builder.interrupt();
  }

  add(trades: readonly PublicTrade[]): void {
    this.builder.add(trades);
    // A message without news still proves that the stream is alive.
    this.parts.news.events(this.events.splice(0));
    this.prove();
  }

  reach(time: number): void {
    this.builder.reach(time);
    this.tell();
  }

  private tell(): void {
    if (this.events.length > 0) this.parts.news.events(this.events.splice(0));
    this.prove();
  }

  private prove(): void {
    if (this.isAsking || this.silent.length === 0) return;
    this.isAsking = true;
    const silent = this.silent.splice(0);
    const { news, trades } = this.parts;
    trades(PROOF)
      .then(
        (shown) => silent.every((bar) => this.judge(bar, shown)),
        (error: unknown) => {
          news.failed(error);
          news.missing(silent.at(-1)!.start);
        },
      )
      .finally(() => {
        this.isAsking = false;
        this.prove();
      });
  }

  /** True if later bars are to be evaluated as well. */
  private judge(bar: Bar, shown: readonly PublicTrade[]): boolean {
    const end = bar.start + INTERVALS[this.parts.subscription.interval];
    const lost = shown.find(({ at }) => at >= bar.start && at < end);
    const { news } = this.parts;
    if (lost) news.contradicted(`the venue shows a trade of ${new Date(lost.at).toISOString()} that never came`);
    else if (shown.some(({ at }) => at < bar.start)) news.events([this.eventOf(bar)]);
    else news.missing(bar.start);
    return !lost;
  }

  /** The event time of a closed bar is its end. */
  private eventOf(bar: Bar, formingAt?: number): MarketEvent {
    const { instrument, interval } = this.parts.subscription;
    const at = formingAt ?? bar.start + INTERVALS[interval];
    return { type: 'bar', venueSymbol: instrument.venueSymbol, interval, bar, closed: formingAt === undefined, at };
  }
}
