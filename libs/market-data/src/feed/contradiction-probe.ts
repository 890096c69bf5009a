import { Decimal } from '@libs/kernel';
import type { Timers } from '@libs/platform';
import type { LevelText, MarketData } from '@libs/sdk';
import { BookWatch } from './book-watch';
import { TradesWatch } from './trades-watch';
import type { Watch } from './watch';

/** A subscription without a guaranteed rate, and when it last received data on the monotonic clock. */
export interface Suspect {
  readonly watch: Watch;
  readonly heardAt: () => number;
  contradicted(why: string): void;
}

export interface ProbeParts {
  readonly market: Pick<MarketData, 'book' | 'trades'>;
  readonly timers: Timers;
  readonly monotonic: () => number;
  readonly failed: (error: unknown) => void;
}

/** A subscription heard within this time needs no check. */
const ALIVE_MS = 10_000;
const EVERY_MS = 30_000;
/** Time allowed for data in flight on the stream. */
const GRACE_MS = 2_000;
const MOST_AT_ONCE = 5;
const LEVELS = 50;
const TRADES = 5;

/** Checks over REST whether silence is real: trades and deep books may be quiet for long, but not while the venue shows news. */
export class ContradictionProbe {
  private readonly askedAt = new Map<Watch, number>();
  private running = 0;

  constructor(private readonly parts: ProbeParts) {}

  /** Checks subscriptions whose silence has become suspect; call it about once a second. */
  sweep(suspects: readonly Suspect[]): void {
    const now = this.parts.monotonic();
    const asked = ({ watch }: Suspect): number => this.askedAt.get(watch) ?? -Infinity;
    for (const suspect of suspects.toSorted((a, b) => asked(a) - asked(b))) {
      const { watch } = suspect;
      if (this.running >= MOST_AT_ONCE) return;
      const isKnown = watch.reasons.size > 0 && !isDoubted(watch);
      if (isKnown || now - suspect.heardAt() < ALIVE_MS || now - (this.askedAt.get(watch) ?? -Infinity) < EVERY_MS) continue;
      this.askedAt.set(watch, now);
      this.running += 1;
      this.probe(suspect)
        .catch(this.parts.failed)
        .finally(() => (this.running -= 1));
    }
  }

  forget(watch: Watch): void {
    this.askedAt.delete(watch);
  }

  private async probe({ watch, heardAt, contradicted }: Suspect): Promise<void> {
    const before = heardAt();
    const contradiction = await this.contradiction(watch);
    if (contradiction === null) {
      if (isDoubted(watch)) watch.believe();
      return;
    }
    await new Promise<void>((resolve) => this.parts.timers.after(GRACE_MS, resolve));
    if (heardAt() === before) contradicted(contradiction);
  }

  private async contradiction(watch: Watch): Promise<string | null> {
    const { market } = this.parts;
    const { instrument } = watch.subscription;
    if (watch instanceof BookWatch) {
      const count = Math.min(LEVELS, watch.subscription.depth);
      const { bids, asks } = await market.book(instrument, count);
      const { book } = watch;
      const isSame =
        sameLevels(book.levels('bids', count), bids.slice(0, count)) && sameLevels(book.levels('asks', count), asks.slice(0, count));
      return isSame ? null : 'the venue shows another book over REST';
    }
    if (!(watch instanceof TradesWatch)) return null;
    const newest = (await market.trades(instrument, TRADES)).at(-1);
    if (!newest) return null;
    return watch.isContradictedBy(newest.at) ? `the venue shows a trade of ${new Date(newest.at).toISOString()} over REST` : null;
  }
}

function isDoubted(watch: Watch): watch is TradesWatch {
  return watch instanceof TradesWatch && watch.isDoubted;
}

function sameLevels(own: readonly LevelText[], theirs: readonly LevelText[]): boolean {
  if (own.length !== theirs.length) return false;
  for (let at = 0; at < own.length; at += 1) {
    const [price, quantity] = theirs[at]!;
    if (own[at]![0] !== Decimal.parse(price).toString() || own[at]![1] !== Decimal.parse(quantity).toString()) return false;
  }
  return true;
}
