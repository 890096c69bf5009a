import type { TrustReason } from '@libs/kernel';
import type { MarketEvent, Subscription } from '@libs/sdk';

/** One subscription, and what is wrong with it now. */
export interface Watch {
  readonly subscription: Subscription;
  readonly reasons: ReadonlySet<TrustReason>;
  /** An event of its topic, or none: the venue sent a message without news. */
  take(events: readonly MarketEvent[]): void;
  /** The venue confirmed it, first or after an interruption. */
  confirmed(): void;
  /** Nothing arrives any more, or too late. */
  interrupted(): void;
  /** The venue shows elsewhere what never arrived here, although data flows. */
  contradicted?(): void;
  /** Recovers by itself; false if only restarting its topic helps. */
  renew?(): boolean;
  /** Checks time-based conditions; call about once a second. */
  sweep?(): void;
}

/** What a watch reports to the feed. */
export interface WatchNews {
  /** Its reasons are others than before. */
  reasonsChanged(): void;
  /** Something is wrong that only a restart fixes. */
  restart(why: string): void;
}

/** A set of reasons that reports whether it changed. */
export class Reasons {
  readonly now = new Set<TrustReason>();

  constructor(private readonly changed: () => void) {}

  add(reason: TrustReason): void {
    if (this.now.has(reason)) return;
    this.now.add(reason);
    this.changed();
  }

  drop(...reasons: readonly TrustReason[]): void {
    let changed = false;
    for (const reason of reasons) changed = this.now.delete(reason) || changed;
    if (changed) this.changed();
  }
}

export function keyOf(subscription: Subscription): string {
  const { category, venueSymbol } = subscription.instrument;
  const rest = subscription.kind === 'book' ? ` ${subscription.depth}` : subscription.kind === 'bar' ? ` ${subscription.interval}` : '';
  return `${subscription.kind} ${category} ${venueSymbol}${rest}`;
}
