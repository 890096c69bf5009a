import { Decimal, decimal } from '@libs/kernel';
import type { Bar, Instrument } from '@libs/kernel';
import type { ExchangeOptions, ExchangePlugin, MarketEvent, ParsedFrame, Subscription } from '@libs/sdk';
import { StreamServer, until, wordCodec } from '../../test/stream-server';
import { WebSocketManager } from '../stream/web-socket-manager';
import type { FeedItem } from './feed-queue';
import { MarketFeed } from './market-feed';

const one = Decimal.ONE;
const instrument = { symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT', category: 'spot' } as Instrument;
const options: ExchangeOptions = { restUrl: '', publicWebSocketUrl: '', privateWebSocketUrl: '', requestWindow: 1, now: () => 0 };

function bar(minute: number): Bar {
  return { start: minute * 60_000, open: one, high: one, low: one, close: one, volume: one };
}

function wordOf(item: FeedItem): string {
  if (item.type === 'trust') return `${item.trust.level}`;
  return item.type === 'quote' ? `q${item.quote.bid}` : `b${item.bar.start / 60_000}`;
}

/** Frames are `data q <bid>`, `data b <minute>` for a closed bar and `data f <minute>` for one that forms. */
function eventOf(text: string): MarketEvent {
  const value = text.slice(1);
  if (text.startsWith('q'))
    return {
      type: 'quote',
      venueSymbol: 'BTCUSDT',
      at: 1,
      quote: { bid: decimal(value), bidSize: one, ask: decimal(value).plus(one), askSize: one },
    };
  return { type: 'bar', venueSymbol: 'BTCUSDT', interval: '1m', bar: bar(Number(value)), closed: text.startsWith('b'), at: 1 };
}

describe('a market feed', () => {
  let server: StreamServer;
  let manager: WebSocketManager;
  let feed: MarketFeed;
  let fetched: readonly Bar[];
  let forming: number;
  let availables: number;
  let connects: number;

  function plugin(): ExchangePlugin {
    const words = wordCodec(server.url);
    const parse = (frame: string): ParsedFrame<MarketEvent> => {
      const parsed = words.parse(frame);
      return parsed.kind === 'data' ? { ...parsed, events: parsed.events.map(eventOf) } : parsed;
    };
    return {
      publicStream: {
        kind: 'codec',
        codec: () => ({ ...words, parse }),
        topic: (subscription: Subscription) => (subscription.kind === 'bar' ? `bars-${subscription.interval}` : subscription.kind),
      },
      marketData: () => ({ bars: () => Promise.resolve(fetched) }),
    } as unknown as ExchangePlugin;
  }

  beforeEach(async () => {
    server = await new StreamServer().start();
    manager = new WebSocketManager({ reconnectDelaySeconds: 0.01 });
    fetched = [];
    forming = availables = connects = 0;
    feed = new MarketFeed(plugin(), options, manager, {
      available: () => (availables += 1),
      forming: () => (forming += 1),
      connected: () => (connects += 1),
      disconnected: () => undefined,
      notice: () => undefined,
      backfillFailed: () => undefined,
    });
    feed.watch(instrument, '1m');
    await until(() => connects === 1);
  });

  afterEach(async () => {
    manager.close();
    await server.stop();
  });

  const taken = (): string[] => feed.take().map(wordOf);

  it('keeps of each symbol the newest quote only, in order with its bars', async () => {
    for (const text of ['q1', 'b1', 'q2', 'q3', 'f2']) server.send(`data ${text}`);
    await until(() => forming === 1);
    expect(availables).toBe(1);
    expect(taken()).toEqual(['TRUSTED', 'b1', 'q3']);
    expect(taken()).toEqual([]);
  });

  it('gives the bars that were missed while it was away, once', async () => {
    server.send('data b1');
    await until(() => availables === 1);
    fetched = [0, 1, 2, 3].map(bar);
    server.drop();
    await until(() => connects === 2);
    server.send('data b3');
    server.send('data b4');
    server.send('data f5');
    await until(() => forming === 1);
    expect(taken()).toEqual(['b1', 'UNTRUSTED', 'b2', 'b3', 'b4']);
  });

  it('names connections that are down', async () => {
    expect(manager.missing).toEqual([]);
    await server.stop();
    await until(() => manager.missing.length === 1);
    expect(manager.missing).toEqual(['market spot']);
  });
});
