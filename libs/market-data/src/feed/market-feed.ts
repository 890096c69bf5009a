import { INTERVALS, TRUSTED, trustOf } from '@libs/kernel';
import type { Bar, Category, Instrument, Interval } from '@libs/kernel';
import type { CodecStreams, ExchangeOptions, ExchangePlugin, MarketData, MarketEvent } from '@libs/sdk';
import type { StreamNotice } from '../stream/connection-ports';
import type { StreamConnection } from '../stream/stream-connection';
import type { WebSocketManager } from '../stream/web-socket-manager';
import { BarSeries } from './bar-series';
import { FeedQueue } from './feed-queue';
import type { FeedItem } from './feed-queue';

export interface MarketFeedHandlers {
  /** Items wait; called once until they are taken. */
  available(): void;
  /** The bar that is still forming, for screens only. */
  forming(symbol: string, interval: Interval, bar: Bar, at: number): void;
  connected(category: Category): void;
  disconnected(category: Category, reason: string): void;
  notice(category: Category, notice: StreamNotice): void;
  /** Missed bars could not be fetched; the hole stays until the next bar or reconnection tries again. */
  backfillFailed(symbol: string, interval: Interval, error: unknown): void;
}

interface Watch {
  readonly instrument: Instrument;
  readonly interval: Interval;
  readonly series: BarSeries;
}

/** Live quotes and closed bars of the watched instruments, one stream connection per category. */
export class MarketFeed {
  private readonly queue: FeedQueue;
  private readonly market: MarketData;
  private readonly streams: CodecStreams;
  private readonly connections = new Map<Category, StreamConnection<MarketEvent>>();
  private readonly symbols = new Map<string, string>();
  private readonly watches = new Map<string, Watch>();
  /** Symbols whose next quote makes them trusted. */
  private readonly silent = new Set<string>();
  /** Market time of the newest event. */
  private lastSeen = 0;

  constructor(
    plugin: ExchangePlugin,
    private readonly options: ExchangeOptions,
    private readonly manager: WebSocketManager,
    private readonly handlers: MarketFeedHandlers,
  ) {
    this.queue = new FeedQueue(() => handlers.available());
    this.market = plugin.marketData(options);
    if (plugin.publicStream.kind !== 'codec') throw new Error(`${plugin.name} brings streams of its own`);
    this.streams = plugin.publicStream;
  }

  /** Watches quotes and bars; with `after` only bars that start later are given, and those missed since are fetched. */
  watch(instrument: Instrument, interval: Interval, after: number | null = null): void {
    const key = keyOf(instrument.category, instrument.venueSymbol, interval);
    if (this.watches.has(key)) return;
    const series = new BarSeries(
      interval,
      after,
      (limit, end) => this.market.bars(instrument, interval, limit, end),
      (bar) =>
        this.queue.push({
          type: 'bar',
          symbol: instrument.symbol,
          interval,
          bar,
          at: Math.max(this.lastSeen, bar.start + INTERVALS[interval]),
        }),
    );
    this.watches.set(key, { instrument, interval, series });
    this.silent.add(instrument.symbol);
    this.symbols.set(`${instrument.category} ${instrument.venueSymbol}`, instrument.symbol);
    const topics = [{ kind: 'quote', instrument } as const, { kind: 'bar', instrument, interval } as const].map(this.streams.topic);
    const open = this.connections.get(instrument.category);
    if (open) open.subscribe(topics);
    else this.connect(instrument.category).start(topics);
  }

  /** Everything that happened since the last call; of each symbol only its newest quote. */
  take(): readonly FeedItem[] {
    return this.queue.take();
  }

  private connect(category: Category): StreamConnection<MarketEvent> {
    const connection = this.manager.create(`market ${category}`, this.streams.codec(this.options, category), {
      events: (events) => events.forEach((event) => this.receive(category, event)),
      connected: () => {
        this.handlers.connected(category);
        for (const watch of this.watches.values()) if (watch.instrument.category === category) this.settle(watch, watch.series.fill());
      },
      disconnected: (reason) => {
        this.distrust(category);
        this.handlers.disconnected(category, reason);
      },
      notice: (notice) => this.handlers.notice(category, notice),
    });
    this.connections.set(category, connection);
    return connection;
  }

  private distrust(category: Category): void {
    const lost = [...this.watches.values()].filter(({ instrument }) => instrument.category === category);
    for (const symbol of new Set(lost.map(({ instrument }) => instrument.symbol))) {
      this.silent.add(symbol);
      this.queue.push({ type: 'trust', symbol, trust: trustOf(['STALE']), at: this.lastSeen });
    }
  }

  private receive(category: Category, event: MarketEvent): void {
    const symbol = this.symbols.get(`${category} ${event.venueSymbol}`);
    if (symbol === undefined) return;
    this.lastSeen = Math.max(this.lastSeen, event.at);
    if (event.type === 'quote' && this.silent.delete(symbol)) this.queue.push({ type: 'trust', symbol, trust: TRUSTED, at: event.at });
    if (event.type === 'quote') return this.queue.push({ type: 'quote', symbol, quote: event.quote, at: event.at });
    if (event.type !== 'bar') return;
    const watch = this.watches.get(keyOf(category, event.venueSymbol, event.interval));
    if (!watch) return;
    if (event.closed) this.settle(watch, watch.series.add(event.bar));
    else this.handlers.forming(symbol, event.interval, event.bar, event.at);
  }

  private settle(watch: Watch, work: Promise<void>): void {
    work.catch((error: unknown) => this.handlers.backfillFailed(watch.instrument.symbol, watch.interval, error));
  }
}

function keyOf(category: Category, venueSymbol: string, interval: Interval): string {
  return `${category} ${venueSymbol} ${interval}`;
}
