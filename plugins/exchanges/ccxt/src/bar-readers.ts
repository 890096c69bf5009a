import type { Bar, MarketEvent, MarketData, Subscription } from '@libs/sdk';
import { INTERVALS } from '@libs/sdk';
import { BarCloser } from './bar-closer';
import { normaliseBars } from './normalise-bars';
import type { ReaderParts } from './stream-reader';
import type { Reader } from './subscription-loop';
import type { Vendor } from './vendor';

/** How long a stream of candles may be silent before REST is asked whether one is over. */
const SILENCE = 15_000;
const DOUBT = 1_000;
/** Told by the clock instead of by the venue. */
const CHECK = Symbol('check');

type BarSubscription = Extract<Subscription, { readonly kind: 'bar' }>;

/** What both readers of bars share: closed bars off REST as events. */
class ClosedBars {
  readonly closer: BarCloser;

  constructor(
    private readonly subscription: BarSubscription,
    market: MarketData,
  ) {
    const { instrument, interval } = subscription;
    this.closer = new BarCloser((limit) => market.bars(instrument, interval, limit));
  }

  async take(): Promise<MarketEvent[]> {
    return (await this.closer.take()).map((bar) => this.event(bar, true, bar.start + INTERVALS[this.subscription.interval]));
  }

  event(bar: Bar, closed: boolean, at: number): MarketEvent {
    const { interval, instrument } = this.subscription;
    return { type: 'bar', venueSymbol: instrument.venueSymbol, interval, bar, closed, at };
  }
}

/** Closed bars, asked for again and again; forming ones are not told. */
export class PolledBars implements Reader {
  private readonly bars: ClosedBars;
  private first = true;

  constructor(
    subscription: BarSubscription,
    private readonly parts: ReaderParts,
    market: MarketData,
  ) {
    this.bars = new ClosedBars(subscription, market);
  }

  begin(): void {
    this.first = true;
  }

  async next(_vendor: Vendor, signal: AbortSignal): Promise<unknown> {
    if (!this.first) await this.parts.environment.wait(this.parts.pace(), signal);
    this.first = false;
    return this.bars.take();
  }

  read(message: unknown): readonly MarketEvent[] {
    return message as readonly MarketEvent[];
  }
}

/** Forming bars off the stream; each is closed by REST once its successor has come or the stream has been silent. */
export class StreamedBars implements Reader {
  private readonly bars: ClosedBars;
  private pending: Promise<unknown> | null = null;
  private due = false;

  constructor(
    private readonly subscription: BarSubscription,
    private readonly parts: ReaderParts,
    market: MarketData,
  ) {
    this.bars = new ClosedBars(subscription, market);
  }

  begin(): void {
    this.pending = null;
  }

  async next(vendor: Vendor, signal: AbortSignal): Promise<unknown> {
    const { instrument, interval } = this.subscription;
    if (!this.pending) {
      this.pending = vendor.watchOHLCV(instrument.symbol, interval);
      // It may fail while REST is asked; the next turn sees that.
      this.pending.catch(() => undefined);
    }
    const settled = new AbortController();
    const silence = this.parts.environment.wait(this.due ? DOUBT : SILENCE, AbortSignal.any([signal, settled.signal]));
    try {
      const message = await Promise.race([this.pending, silence.then(() => CHECK)]);
      if (message !== CHECK) this.pending = null;
      return message;
    } finally {
      silence.catch(() => undefined);
      settled.abort();
    }
  }

  async read(message: unknown): Promise<readonly MarketEvent[]> {
    if (message === CHECK) return this.close();
    const forming = normaliseBars(message);
    for (const bar of forming) if (this.bars.closer.saw(bar)) this.due = true;
    const newest = forming.at(-1);
    const events = newest ? [this.bars.event(newest, false, this.parts.now())] : [];
    return this.due ? [...(await this.close()), ...events] : events;
  }

  private async close(): Promise<readonly MarketEvent[]> {
    const closed = await this.bars.take();
    this.due = this.bars.closer.isDue;
    return closed;
  }
}
