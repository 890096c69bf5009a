import { defined } from '@libs/kernel';
import type { DataTrust, Instrument } from '@libs/kernel';
import type { ExchangeOptions, ExchangePlugin, MarketData, MarketEvent, Subscription } from '@libs/sdk';
import type { OrderBook } from '../book/order-book';
import { VenueClock } from '../clock/venue-clock';
import type { StreamEnvironment } from '../stream/connection-ports';
import type { WebSocketManager } from '../stream/web-socket-manager';
import { BarLost } from './bar-series';
import { BarWatch } from './bar-watch';
import { BookWatch } from './book-watch';
import { openWithBuiltBars } from './built-bars';
import { ContradictionProbe } from './contradiction-probe';
import type { MarketFeedHandlers } from './feed-handlers';
import { FeedQueue } from './feed-queue';
import type { FeedItem } from './feed-queue';
import { makeWatch } from './make-watch';
import type { WatchLife, WatchPorts } from './make-watch';
import { QualityCounter } from './feed-quality';
import type { FeedQuality } from './feed-quality';
import type { FeedSource } from './feed-source';
import { RestartPacer } from './restart-pacer';
import { SymbolTrust } from './symbol-trust';
import { VenueWatch } from './venue-watch';
import { keyOf } from './watch';
import type { Watch, WatchNews } from './watch';

export interface MarketFeedParts {
  readonly plugin: ExchangePlugin;
  readonly options: ExchangeOptions;
  readonly manager: WebSocketManager;
  readonly handlers: MarketFeedHandlers;
  /** Fewer topics per connection than the venue allows. */
  readonly mostTopics?: number;
}

interface Entry {
  readonly watch: Watch;
  readonly life: WatchLife;
  readonly counter: QualityCounter;
  readonly pacer: RestartPacer;
  heardAt: number;
  users: number;
}

const SWEEP_MS = 1_000;
/** How long a symbol with wrong timestamps stays skewed without new data. */
const OFF_FOR_MS = 10_000;

/** Live public data of the watched instruments, with its trust level at every moment. */
export class MarketFeed {
  readonly clock: VenueClock;
  private readonly queue: FeedQueue;
  private readonly market: MarketData;
  private readonly source: FeedSource;
  private readonly venue: VenueWatch;
  private readonly probe: ContradictionProbe;
  private readonly environment: StreamEnvironment;
  private readonly entries = new Map<string, Entry>();
  private readonly symbols = new Map<string, SymbolTrust>();
  private sweeper: { cancel(): void } | null = null;
  /** Market time of the newest event. */
  private lastSeen = 0;

  constructor(private readonly parts: MarketFeedParts) {
    const { plugin, options, manager, handlers, mostTopics } = parts;
    const { environment } = manager;
    this.environment = environment;
    this.queue = new FeedQueue(() => handlers.available());
    this.market = plugin.marketData(options);
    this.clock = new VenueClock(environment.wall, environment.monotonic);
    const failed = (error: unknown): void => handlers.notice({ type: 'unanswered', error });
    this.venue = new VenueWatch({
      market: this.market,
      clock: this.clock,
      timers: environment.timers,
      failed,
      watched: () => [...this.symbols.values()].map(({ instrument }) => instrument),
      changed: () => this.symbols.forEach((symbol) => this.judge(symbol)),
    });
    this.probe = new ContradictionProbe({ market: this.market, timers: environment.timers, monotonic: this.monotonic, failed });
    this.source = openWithBuiltBars(plugin, {
      options,
      manager,
      market: this.market,
      marketTime: () => this.venueTime(),
      handlers: {
        events: (key, events) => this.receive(key, events),
        confirmed: (key) => this.entries.get(key)?.watch.confirmed(),
        interrupted: (key, reason) => this.interrupted(key, reason),
        dropped: (key) => key !== null && this.count(key, (counter) => (counter.dropped += 1)),
        late: (feed, trade, bar) => handlers.notice({ type: 'late', feed, trade, bar }),
        lost: (key, start) => this.passOver(key, start),
        failed,
        notice: (notice) => handlers.notice(notice),
      },
      ...defined({ mostTopics }),
    });
  }

  /** Subscribes, once however often it is called; bars only from those that start after `after`. */
  watch(subscription: Subscription, after: number | null = null): void {
    const key = keyOf(subscription);
    const known = this.entries.get(key);
    if (known) return void (known.users += 1);
    if (!this.sweeper) this.begin();
    const { instrument } = subscription;
    const symbol = this.symbols.get(instrument.symbol) ?? new SymbolTrust(instrument);
    this.symbols.set(instrument.symbol, symbol);
    const counter = new QualityCounter(this.monotonic);
    const life: WatchLife = { isOver: false, news: this.newsOf(subscription), counter };
    const watch = makeWatch(subscription, after, this.watchPorts(), life);
    this.entries.set(key, { watch, life, counter, pacer: new RestartPacer(), heardAt: this.monotonic(), users: 1 });
    symbol.watches.add(watch);
    this.judge(symbol);
    this.source.subscribe(subscription);
  }

  /** Removes one request; the last one ends the subscription. */
  unwatch(subscription: Subscription): void {
    const key = keyOf(subscription);
    const entry = this.entries.get(key);
    if (!entry || (entry.users -= 1) > 0) return;
    entry.life.isOver = true;
    this.entries.delete(key);
    this.probe.forget(entry.watch);
    this.source.unsubscribe(subscription);
    const symbol = this.symbols.get(subscription.instrument.symbol);
    symbol?.watches.delete(entry.watch);
    if (symbol?.watches.size === 0) this.symbols.delete(subscription.instrument.symbol);
    else if (symbol) this.judge(symbol);
  }

  /** Everything since the last call; only the newest quote and trust of each symbol. */
  take(): readonly FeedItem[] {
    const waiting = this.queue.take();
    const now = this.monotonic();
    for (const { item, receivedAt } of waiting) {
      const symbol = item.type === 'quote' ? this.symbols.get(item.symbol) : undefined;
      if (symbol)
        this.entries.get(keyOf({ kind: 'quote', instrument: symbol.instrument }))?.counter.receivedToStrategy.add(now - receivedAt);
    }
    return waiting.map(({ item }) => item);
  }

  /** The book of a subscription; null if nobody requested it. It may be incomplete. */
  book(instrument: Instrument, depth: number): OrderBook | null {
    const watch = this.entries.get(keyOf({ kind: 'book', instrument, depth }))?.watch;
    return watch instanceof BookWatch ? watch.book : null;
  }

  trust(symbol: string): DataTrust | null {
    return this.symbols.get(symbol)?.told ?? null;
  }

  quality(): readonly FeedQuality[] {
    return [...this.entries.values()].map(({ watch, counter }) => {
      const { subscription, reasons } = watch;
      return counter.read({ symbol: subscription.instrument.symbol, feed: nameOf(subscription), reasons: [...reasons] });
    });
  }

  close(): void {
    for (const { life } of this.entries.values()) life.isOver = true;
    this.sweeper?.cancel();
    this.sweeper = null;
    this.venue.stop();
    this.source.close();
  }

  /** Market time by the venue's clock, and never ahead of it; 0 while it is unknown whether that clock shows market time. */
  venueTime(): number {
    return this.venue.isRealTime && this.clock.isMeasured ? this.clock.now() - this.clock.uncertainty : 0;
  }

  private readonly monotonic = (): number => this.environment.monotonic.now();

  private begin(): void {
    this.venue.start();
    this.sweep();
  }

  private sweep(): void {
    this.sweeper = this.environment.timers.after(SWEEP_MS, () => {
      this.sweep();
      const now = this.monotonic();
      const suspects = [];
      for (const entry of this.entries.values()) {
        const { watch, pacer } = entry;
        watch.sweep?.();
        if (watch.reasons.size === 0) pacer.well(now);
        if (watch.subscription.kind === 'book' || watch.subscription.kind === 'trades')
          suspects.push({
            watch,
            heardAt: () => entry.heardAt,
            contradicted: (why: string) => this.contradicted(entry, why),
          });
      }
      this.probe.sweep(suspects);
      for (const symbol of this.symbols.values()) if (now - symbol.offAt >= OFF_FOR_MS) this.setOff(symbol, false);
    });
  }

  private receive(key: string, events: readonly MarketEvent[]): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    const { watch, counter } = entry;
    entry.heardAt = this.monotonic();
    counter.messages += 1;
    const newest = events.at(-1);
    if (newest) this.stamped(newest, entry);
    watch.take(events);
  }

  private stamped({ at, type }: MarketEvent, { watch, counter }: Entry): void {
    const isOff = this.venue.isOff(at);
    // A single timestamp in the future would make every bar of every symbol overdue.
    if (at > this.lastSeen && !isOff) this.lastSeen = at;
    if (type === 'bar' || type === 'ticker') return;
    if (this.venue.isRealTime) counter.exchangeToReceived.add(Math.max(0, this.clock.now() - at));
    const symbol = this.symbols.get(watch.subscription.instrument.symbol);
    if (!symbol) return;
    if (isOff) symbol.offAt = this.monotonic();
    this.setOff(symbol, isOff);
  }

  private setOff(symbol: SymbolTrust, isOff: boolean): void {
    if (symbol.isOff === isOff) return;
    symbol.isOff = isOff;
    this.judge(symbol);
  }

  private interrupted(key: string, reason: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    entry.counter.interruptions += 1;
    this.parts.handlers.notice({ type: 'interrupted', feed: key, reason });
    entry.watch.interrupted();
  }

  private contradicted(entry: Entry, why: string): void {
    this.parts.handlers.notice({ type: 'contradicted', feed: keyOf(entry.watch.subscription), reason: why });
    entry.counter.interruptions += 1;
    entry.watch.contradicted?.();
    if (entry.pacer.ask(this.monotonic())) this.restart(entry, why);
  }

  private passOver(feed: string, start: number): void {
    const watch = this.entries.get(feed)?.watch;
    if (!(watch instanceof BarWatch)) return;
    this.count(feed, (counter) => (counter.gaps += 1));
    this.parts.handlers.notice({ type: 'unfilled', feed, error: new BarLost(start) });
    watch.passOver(start);
  }

  private restart({ watch, counter }: Entry, reason: string): void {
    counter.restarts += 1;
    this.parts.handlers.notice({ type: 'restarted', feed: keyOf(watch.subscription), reason });
    if (!watch.renew?.()) this.source.restart(watch.subscription);
  }

  private watchPorts(): WatchPorts {
    const { market, source, monotonic } = this;
    const { handlers, plugin } = this.parts;
    const { checksum, requestsSnapshots } = source;
    return {
      market,
      capabilities: plugin.market,
      handlers,
      monotonic,
      marketTime: () => this.lastSeen,
      source: { ...defined({ checksum }), ...(requestsSnapshots ? { requestsSnapshots } : {}) },
      push: (item) => this.push(item),
    };
  }

  private newsOf(subscription: Subscription): WatchNews {
    const key = keyOf(subscription);
    return {
      reasonsChanged: () => {
        const entry = this.entries.get(key);
        const symbol = this.symbols.get(subscription.instrument.symbol);
        entry?.counter.judged(entry.watch.reasons.size === 0);
        if (symbol) this.judge(symbol);
      },
      restart: (why) => {
        const entry = this.entries.get(key);
        if (entry?.pacer.ask(this.monotonic())) this.restart(entry, why);
      },
    };
  }

  private count(key: string, change: (counter: QualityCounter) => void): void {
    const entry = this.entries.get(key);
    if (entry) change(entry.counter);
  }

  private judge(symbol: SymbolTrust): void {
    const trust = symbol.judge({ isSkewed: this.venue.isSkewed, isHalted: this.venue.isHalted(symbol.instrument) });
    if (!trust) return;
    const name = symbol.instrument.symbol;
    this.parts.handlers.trust?.(name, trust);
    this.push({ type: 'trust', symbol: name, trust, at: this.lastSeen });
  }

  private push(item: FeedItem): void {
    this.queue.push(item, this.monotonic());
  }
}

function nameOf(subscription: Subscription): string {
  if (subscription.kind === 'book') return `book ${subscription.depth}`;
  return subscription.kind === 'bar' ? `bar ${subscription.interval}` : subscription.kind;
}
