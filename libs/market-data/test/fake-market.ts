import { Decimal, decimal } from '@libs/kernel';
import type { Bar, Instrument } from '@libs/kernel';
import type {
  BookChange,
  BookSnapshot,
  ExchangeOptions,
  ExchangePlugin,
  MarketCapabilities,
  MarketEvent,
  PublicTrade,
  StreamCodec,
  Subscription,
} from '@libs/sdk';
import { MarketFeed } from '../src/feed/market-feed';
import { WebSocketManager } from '../src/stream/web-socket-manager';
import { ManualStreams } from './manual-stream';
import type { ManualTime } from './manual-stream';
import { wordCodec } from './stream-server';

const OPTIONS: ExchangeOptions = { restUrl: '', publicWebSocketUrl: '', privateWebSocketUrl: '', requestWindow: 1, now: () => 0 };

export function instrumentOf(symbol = 'BTC/USDT', venueSymbol = 'BTCUSDT'): Instrument {
  return { symbol, venueSymbol, category: 'spot', tickSize: decimal('0.1'), lotSize: decimal('0.001') } as Instrument;
}

export const BTC = instrumentOf();

/** A venue on manual sockets: the test says what comes, the feed's items and notices are kept. */
export class FakeMarket {
  readonly streams: ManualStreams;
  readonly items: string[] = [];
  readonly notices: string[] = [];
  readonly feed: MarketFeed;
  /** What REST answers. */
  listed: readonly Instrument[] = [BTC];
  bars: () => Promise<readonly Bar[]> = async () => [];
  book: BookSnapshot = { bids: [], asks: [], last: 0, at: 0 };
  trades: readonly PublicTrade[] = [];
  /** Goes before an answer about trades. */
  question: () => Promise<void> = () => Promise.resolve();
  /** Milliseconds by which the venue's clock, and the market's own time, are ahead of this machine. */
  clockAhead = 0;
  marketAhead = 0;
  promises: Readonly<Record<string, number>> = { quote: 8_000 };
  private readonly events: (readonly MarketEvent[])[] = [];

  constructor(
    clock: ManualTime,
    private readonly capabilities: Partial<MarketCapabilities> = {},
  ) {
    const streams = new ManualStreams(clock);
    this.streams = streams;
    const manager = new WebSocketManager({ reconnectDelaySeconds: 5, environment: streams.environment });
    this.feed = new MarketFeed({
      plugin: this.plugin(),
      options: OPTIONS,
      manager,
      handlers: {
        available: () => this.items.push(...this.feed.take().map(textOf)),
        forming: (_symbol, interval, { start }) => this.items.push(`forming ${interval} ${start / 60_000}`),
        book: (_symbol, book) => this.items.push(`book ${book.last}`),
        trades: (_symbol, trades) => this.items.push(`trades ${trades.map(({ id }) => id).join()}`),
        notice: (notice) => this.notices.push(notice.type === 'late' ? `late ${notice.trade.id} ${notice.bar?.close}` : notice.type),
      },
    });
  }

  get now(): number {
    return this.streams.clock.wall();
  }

  /** What happened since the last call. */
  taken(): readonly string[] {
    return this.items.splice(0);
  }

  async pass(milliseconds: number): Promise<void> {
    await this.streams.clock.pass(milliseconds);
  }

  /** A frame of a topic, with these events in it. */
  async send(topic: string, ...events: readonly MarketEvent[]): Promise<void> {
    this.streams.newest.handlers.frame(`data ${topic} ${this.events.push(events) - 1}`);
    await this.pass(0);
  }

  async quote(bid: string, ask = decimal(bid).plus(Decimal.ONE).toString(), at = this.now): Promise<void> {
    const quote = { bid: decimal(bid), bidSize: Decimal.ONE, ask: decimal(ask), askSize: Decimal.ONE };
    await this.send('quote', { type: 'quote', venueSymbol: 'BTCUSDT', quote, at });
  }

  async bar(minute: number, closed = true, close = '1'): Promise<void> {
    const at = closed ? (minute + 1) * 60_000 : this.now;
    await this.send('bar-1m', { type: 'bar', venueSymbol: 'BTCUSDT', interval: '1m', bar: barOf(minute, close), closed, at });
  }

  async change(kind: BookChange['kind'], last: number, sides: Partial<Pick<BookChange, 'bids' | 'asks'>> = {}): Promise<void> {
    await this.send('book-50', {
      type: 'book',
      venueSymbol: 'BTCUSDT',
      depth: 50,
      kind,
      first: last,
      last,
      at: this.now,
      bids: [['99', '1']],
      asks: [['101', '1']],
      ...sides,
    });
  }

  /** A trade at `at` over the stream. */
  async trade(id: number, at: number, price = '100', quantity = '1'): Promise<void> {
    const trades: readonly PublicTrade[] = [{ id: String(id), at, side: 'BUY', price, quantity }];
    await this.send('trades', { type: 'trades', venueSymbol: 'BTCUSDT', trades, at });
  }

  private plugin(): ExchangePlugin {
    return {
      market: { quote: 'stream', trades: 'stream', bar: 'stream', bookDepths: [50], intervals: ['1m', '5m'], ...this.capabilities },
      publicStream: { kind: 'codec', codec: () => this.codec(), topic: topicOf },
      marketData: () => ({
        instruments: async () => this.listed,
        bars: () => this.bars(),
        book: async () => this.book,
        trades: () => this.question().then(() => this.trades),
        serverTime: async () => this.now + this.clockAhead,
        marketTime: async () => this.now + this.marketAhead,
      }),
    } as unknown as ExchangePlugin;
  }

  private codec(): StreamCodec<MarketEvent> {
    const words = wordCodec('ws://venue');
    return {
      ...words,
      promisedSilence: (topic) => this.promises[topic] ?? null,
      parse: (frame) => {
        const data = /^data (.*) (\d+)$/.exec(frame);
        if (data) return { kind: 'data', topic: data[1]!, events: this.events[Number(data[2])]! };
        const parsed = words.parse(frame);
        return parsed.kind === 'data' ? { kind: 'ignored' } : parsed;
      },
    };
  }
}

export function barOf(minute: number, close = '1'): Bar {
  const { ONE } = Decimal;
  return { start: minute * 60_000, open: ONE, high: decimal('9'), low: ONE, close: decimal(close), volume: ONE };
}

function topicOf(subscription: Subscription): string {
  if (subscription.kind === 'bar') return `bar-${subscription.interval}`;
  return subscription.kind === 'book' ? `book-${subscription.depth}` : subscription.kind;
}

function textOf(item: ReturnType<MarketFeed['take']>[number]): string {
  switch (item.type) {
    case 'quote':
      return `quote ${item.quote.bid}`;
    case 'bar':
      return `bar ${item.bar.start / 60_000}`;
    case 'trust':
      return item.trust.reasons.length === 0 ? item.trust.level : item.trust.reasons.join();
  }
}
