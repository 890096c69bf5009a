import type { Category, ExchangeOptions, MarketEvent, ParsedFrame, StreamCodec } from '@libs/sdk';
import { BestPrices } from './best-prices';
import { bookFrame, scannedBookFrame } from './book-frame';
import { candleFrame } from './candle-frame';
import { ControlFrames, STREAM_LIMITS } from './control-frames';
import { scanBook } from './scan-book';
import { Tickers } from './tickers';
import { tradeFrame } from './trade-frame';
import { MalformedMessage, fields, millis, text } from './wire';
import type { Fields } from './wire';

const DEEP_BOOK = '{"topic":"orderbook.';
const BEST_LEVEL = '{"topic":"orderbook.1.';
const IGNORED: ParsedFrame<MarketEvent> = { kind: 'ignored' };

/**
 * Milliseconds: the best level is told again after 3 s without change, so 8 s are two repetitions missed and some delay;
 * candles come every 1 to 60 s. https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook and …/kline
 */
const PROMISES = [
  { topic: /^orderbook\.1\./, silence: 8_000 },
  { topic: /^kline\./, silence: 75_000 },
] as const;
/** Mark and index price move in every ticker of a contract, whether or not anybody trades. */
const TICKER_SILENCE = 60_000;

/** All public topics of a category; https://bybit-exchange.github.io/docs/v5/ws/connect */
export class PublicStream implements StreamCodec<MarketEvent> {
  readonly urls: readonly string[];
  readonly limits = STREAM_LIMITS;
  readonly heartbeatMs = 3_000;
  private readonly control = new ControlFrames();
  private readonly bestPrices = new Map<string, BestPrices>();
  private readonly tickers = new Tickers();

  constructor(
    options: ExchangeOptions,
    private readonly category: Category,
  ) {
    const origins = [options.publicWebSocketUrl, ...(options.publicWebSocketFallbacks ?? [])];
    this.urls = origins.map((origin) => `${origin}/v5/public/${category}`);
  }

  opening(): readonly string[] {
    this.bestPrices.clear();
    this.tickers.clear();
    this.control.reset();
    return [];
  }

  /** A topic that is asked for anew begins anew: what it repeats is news to whoever asked. */
  subscribe(topics: readonly string[]): readonly string[] {
    for (const topic of topics) this.bestPrices.delete(topic);
    return this.control.requests('subscribe', topics);
  }

  unsubscribe(topics: readonly string[]): readonly string[] {
    return this.control.requests('unsubscribe', topics);
  }

  heartbeat(): string {
    return this.control.ping();
  }

  promisedSilence(topic: string): number | null {
    if (topic.startsWith('tickers.')) return this.category === 'spot' ? null : TICKER_SILENCE;
    return PROMISES.find((promise) => promise.topic.test(topic))?.silence ?? null;
  }

  parse(frame: string): ParsedFrame<MarketEvent> {
    if (frame.startsWith(DEEP_BOOK) && !frame.startsWith(BEST_LEVEL)) {
      const scanned = scanBook(frame);
      if (scanned) return scannedBookFrame(scanned);
    }
    const message = fields(JSON.parse(frame), 'a frame');
    const topic = message['topic'];
    if (typeof topic !== 'string') return this.control.parse(message);
    if (topic.startsWith('orderbook.1.')) return this.quote(topic, message);
    if (topic.startsWith('orderbook.')) return bookFrame(topic, message);
    if (topic.startsWith('publicTrade.')) return tradeFrame(topic, message);
    if (topic.startsWith('tickers.')) return this.tickers.parse(topic, message);
    if (topic.startsWith('kline.')) return candleFrame(topic, message);
    return IGNORED;
  }

  private quote(topic: string, message: Fields): ParsedFrame<MarketEvent> {
    const data = fields(message['data'], 'an order book');
    const venueSymbol = text(data, 's');
    if (topic !== `orderbook.1.${venueSymbol}`) throw new MalformedMessage(`best prices of ${venueSymbol} as ${topic}`);
    let best = this.bestPrices.get(topic);
    if (!best) this.bestPrices.set(topic, (best = new BestPrices()));
    const quote = best.apply(message['type'] === 'snapshot', data);
    if (!quote) return { kind: 'data', topic, events: [] };
    const at = millis(message['ts'], 'an order book time');
    const event: MarketEvent = quote === 'none' ? { type: 'no-quote', venueSymbol, at } : { type: 'quote', venueSymbol, quote, at };
    return { kind: 'data', topic, events: [event] };
  }
}
