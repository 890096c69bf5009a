import { defined } from '@libs/kernel';
import type { Bar, Category } from '@libs/kernel';
import type {
  CodecStreams,
  ExchangeOptions,
  ExchangePlugin,
  LevelText,
  MarketData,
  MarketEvent,
  PublicTrade,
  StreamCodec,
  Subscription,
  VendorStream,
  VendorStreams,
} from '@libs/sdk';
import type { StreamNotice } from '../stream/connection-ports';
import type { StreamPool } from '../stream/stream-pool';
import type { WebSocketManager } from '../stream/web-socket-manager';
import { keyOf } from './watch';

/** The source of subscription events, whoever owns the connections. */
export interface FeedSource {
  subscribe(subscription: Subscription): void;
  unsubscribe(subscription: Subscription): void;
  /** Restarts one subscription. */
  restart(subscription: Subscription): void;
  /** The stream sends only changes of books. */
  readonly requestsSnapshots?: true;
  /** The venue's book checksum, if it has one. */
  readonly checksum?: (bids: readonly LevelText[], asks: readonly LevelText[]) => number;
  close(): void;
}

export interface SourceHandlers {
  events(key: string, events: readonly MarketEvent[]): void;
  confirmed(key: string): void;
  interrupted(key: string, reason: string): void;
  /** A message could not be parsed; null if its subscription is unknown. */
  dropped(key: string | null): void;
  /** A trade arrived after the bar built from trades; `bar` is the bar including it, null if it ended long ago. */
  late(key: string, trade: PublicTrade, bar: Bar | null): void;
  /** The bar that starts at `start` has ended and is not available. */
  lost(key: string, start: number): void;
  /** A REST request failed. */
  failed(error: unknown): void;
  notice(notice: StreamNotice): void;
}

export interface SourceParts {
  readonly options: ExchangeOptions;
  readonly manager: WebSocketManager;
  readonly handlers: SourceHandlers;
  /** Shows whether a silence of trades is real. */
  readonly market: Pick<MarketData, 'trades'>;
  /** By the venue's clock, and never ahead of it; 0 without one. */
  readonly marketTime: () => number;
  /** Fewer topics per connection than the venue allows. */
  readonly mostTopics?: number;
}

export function openSource({ publicStream }: Pick<ExchangePlugin, 'publicStream'>, parts: SourceParts): FeedSource {
  return publicStream.kind === 'codec' ? new CodecSource(publicStream, parts) : vendorSource(publicStream, parts);
}

/** Streams over connections of our own, a pool of them per category. */
class CodecSource implements FeedSource {
  private readonly pools = new Map<Category, StreamPool<MarketEvent>>();
  /** `category topic` → key of the subscription. */
  private readonly keys = new Map<string, string>();
  readonly checksum?: NonNullable<FeedSource['checksum']>;
  readonly requestsSnapshots?: true;

  constructor(
    private readonly streams: CodecStreams,
    private readonly parts: SourceParts,
  ) {
    const codec = streams.codec(parts.options, 'linear');
    if (codec.checksum) this.checksum = codec.checksum.bind(codec);
    if (codec.requestsSnapshots) this.requestsSnapshots = true;
  }

  subscribe(subscription: Subscription): void {
    const { category } = subscription.instrument;
    const topic = this.streams.topic(subscription);
    this.keys.set(`${category} ${topic}`, keyOf(subscription));
    this.pool(category).subscribe([topic]);
  }

  unsubscribe(subscription: Subscription): void {
    const { category } = subscription.instrument;
    const topic = this.streams.topic(subscription);
    this.pools.get(category)?.unsubscribe([topic]);
    this.keys.delete(`${category} ${topic}`);
  }

  restart(subscription: Subscription): void {
    this.pools.get(subscription.instrument.category)?.restart(this.streams.topic(subscription));
  }

  close(): void {
    for (const pool of this.pools.values()) pool.close();
  }

  private pool(category: Category): StreamPool<MarketEvent> {
    const known = this.pools.get(category);
    if (known) return known;
    const { options, manager, handlers, mostTopics } = this.parts;
    const keyed = (topic: string, tell: (key: string) => void): void => {
      const key = this.keys.get(`${category} ${topic}`);
      if (key !== undefined) tell(key);
    };
    const pool = manager.pool<MarketEvent>({
      name: `market ${category}`,
      codec: (): StreamCodec<MarketEvent> => this.streams.codec(options, category),
      handlers: {
        events: (events, topic) => keyed(topic, (key) => handlers.events(key, events)),
        confirmed: (topics) => topics.forEach((topic) => keyed(topic, handlers.confirmed)),
        interrupted: (topics, reason) => topics.forEach((topic) => keyed(topic, (key) => handlers.interrupted(key, reason))),
        notice: (notice) => {
          if (notice.type === 'silent') keyed(notice.topic, (key) => handlers.interrupted(key, `silent for ${notice.silence} ms`));
          if (notice.type === 'refused')
            for (const topic of notice.topics) keyed(topic, (key) => handlers.interrupted(key, notice.message));
          if (notice.type === 'bad-frame') handlers.dropped(null);
          handlers.notice(notice);
        },
      },
      ...defined({ mostTopics }),
    });
    this.pools.set(category, pool);
    return pool;
  }
}

/** Streams of a library that owns its connections; its guarantees are monitored here. */
function vendorSource(streams: VendorStreams, parts: SourceParts): FeedSource {
  const { options, handlers } = parts;
  let dropped = 0;
  const watch = new VendorWatch(parts, (subscription) => stream.restart(subscription));
  const stream: VendorStream = streams.open(options, {
    events: (subscription, events) => {
      watch.heard(subscription);
      handlers.events(keyOf(subscription), events);
    },
    connected: (subscription) => {
      watch.heard(subscription);
      handlers.confirmed(keyOf(subscription));
    },
    interrupted: (subscription, reason) => handlers.interrupted(keyOf(subscription), reason),
    dropped: (subscription, error) => {
      handlers.dropped(keyOf(subscription));
      handlers.notice({ type: 'bad-frame', error, count: (dropped += 1) });
    },
  });
  watch.start((subscription) => stream.promisedSilence(subscription));
  return {
    subscribe: (subscription) => {
      watch.add(subscription);
      stream.subscribe(subscription);
    },
    unsubscribe: (subscription) => {
      watch.remove(subscription);
      stream.unsubscribe(subscription);
    },
    restart: (subscription) => stream.restart(subscription),
    close: () => {
      watch.stop();
      stream.close();
    },
  };
}

const SWEEP_MS = 1_000;

/** Checks each vendor subscription against its guarantee. */
class VendorWatch {
  private readonly heardAt = new Map<string, { readonly subscription: Subscription; at: number }>();
  private timer: { cancel(): void } | null = null;
  private isStopped = false;

  constructor(
    private readonly parts: SourceParts,
    private readonly restart: (subscription: Subscription) => void,
  ) {}

  add(subscription: Subscription): void {
    this.heardAt.set(keyOf(subscription), { subscription, at: this.now() });
  }

  remove(subscription: Subscription): void {
    this.heardAt.delete(keyOf(subscription));
  }

  heard(subscription: Subscription): void {
    const known = this.heardAt.get(keyOf(subscription));
    if (known) known.at = this.now();
  }

  start(promised: (subscription: Subscription) => number | null): void {
    if (this.isStopped) return;
    this.timer = this.parts.manager.environment.timers.after(SWEEP_MS, () => {
      for (const [key, entry] of this.heardAt) {
        const silence = this.now() - entry.at;
        const limit = promised(entry.subscription);
        if (limit === null || silence < limit) continue;
        entry.at = this.now();
        this.parts.handlers.interrupted(key, `silent for ${Math.round(silence)} ms`);
        this.restart(entry.subscription);
      }
      this.start(promised);
    });
  }

  stop(): void {
    this.isStopped = true;
    this.timer?.cancel();
  }

  private now(): number {
    return this.parts.manager.environment.monotonic.now();
  }
}
