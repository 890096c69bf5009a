import type { MarketEvent, Subscription } from '@libs/sdk';
import type { Catalogue } from './catalogue';
import type { Source } from './capabilities';
import type { Member } from './member';
import type { Listing } from './normalise-market';
import { ask, eventsOf } from './readers';
import type { LoopEnvironment, Reader } from './subscription-loop';
import type { Vendor } from './vendor';

export interface ReaderParts {
  readonly member: Member;
  readonly source: Source;
  readonly catalogue: Catalogue;
  readonly now: () => number;
  readonly environment: LoopEnvironment;
  /** Milliseconds between polls, as it is now. */
  readonly pace: () => number;
}

/** Quotes, trades, tickers and books off a stream. */
export class StreamReader implements Reader {
  private counter = 0;
  private listing: Listing | null = null;

  constructor(
    private readonly subscription: Subscription,
    protected readonly parts: ReaderParts,
  ) {}

  begin(): void {
    this.listing = null;
  }

  async next(vendor: Vendor, _signal: AbortSignal): Promise<unknown> {
    this.listing ??= await this.parts.catalogue.listing(this.subscription.instrument);
    return ask(vendor, { member: this.parts.member, source: this.parts.source, subscription: this.subscription });
  }

  read(message: unknown): readonly MarketEvent[] {
    const { member, source, now } = this.parts;
    this.counter += 1;
    const { subscription, counter } = this;
    return eventsOf(message, { member, source, subscription, listing: this.listing!, counter, now: now() });
  }
}

/** The same, asked for again and again; trades that were told before are left out. */
export class PollReader extends StreamReader {
  private first = true;
  private told = new Set<string>();

  constructor(
    subscription: Subscription,
    parts: ReaderParts,
    private readonly missed: () => void,
  ) {
    super(subscription, parts);
  }

  override begin(): void {
    super.begin();
    this.first = true;
  }

  override async next(vendor: Vendor, signal: AbortSignal): Promise<unknown> {
    if (!this.first) await this.parts.environment.wait(this.parts.pace(), signal);
    this.first = false;
    return super.next(vendor, signal);
  }

  override read(message: unknown): readonly MarketEvent[] {
    return super.read(message).flatMap((event) => (event.type === 'trades' ? this.news(event) : [event]));
  }

  /** A page that shares nothing with the one before may have left some out between them. */
  private news(event: Extract<MarketEvent, { readonly type: 'trades' }>): MarketEvent[] {
    const before = this.told;
    const trades = event.trades.filter(({ id }) => !before.has(id));
    this.told = new Set(event.trades.map(({ id }) => id));
    if (before.size === 0 || trades.length === 0) return [];
    if (trades.length === event.trades.length) this.missed();
    return [{ ...event, trades }];
  }
}
