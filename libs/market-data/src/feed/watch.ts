import type { TrustReason } from '@libs/kernel';
import type { MarketEvent, Subscription } from '@libs/sdk';

/** One thing that is listened to, and what is wrong with it now. */
export interface Watch {
  readonly subscription: Subscription;
  readonly reasons: ReadonlySet<TrustReason>;
  /** An event of its topic, or none: its venue spoke without saying anything new. */
  take(events: readonly MarketEvent[]): void;
  /** The venue confirmed it, at first or after an interruption. */
  confirmed(): void;
  /** Nothing comes any more, or too late. */
  interrupted(): void;
  /** The venue shows elsewhere what never came here, although it flows. */
  contradicted?(): void;
  /** Begins anew by itself; false when only beginning its topic anew does it. */
  renew?(): boolean;
  /** Looks at what time alone brings; about once a second. */
  sweep?(): void;
}

/** What a watch tells the feed. */
export interface WatchNews {
  /** Its reasons are others than before. */
  reasonsChanged(): void;
  /** Something is wrong that only beginning anew mends. */
  restart(why: string): void;
}

/** A set of reasons that says when it changed. */
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
