import { Decimal } from '@libs/sdk';
import type { Category, ExchangeOptions, Interval, MarketEvent, ParsedFrame, StreamCodec } from '@libs/sdk';
import { BestPrices } from './best-prices';
import { ControlFrames, STREAM_LIMITS } from './control-frames';
import { fromWireInterval } from './symbols';
import { MalformedMessage, fields, list, millis, text } from './wire';
import type { Fields } from './wire';

const IGNORED: ParsedFrame<MarketEvent> = { kind: 'ignored' };

/** `orderbook.1` becomes quotes, `kline.<interval>` becomes bars; https://bybit-exchange.github.io/docs/v5/ws/connect */
export class PublicStream implements StreamCodec<MarketEvent> {
  readonly urls: readonly string[];
  readonly limits = STREAM_LIMITS;
  readonly heartbeatMs = 5_000;
  private readonly control = new ControlFrames();
  private readonly books = new Map<string, BestPrices>();

  constructor(options: ExchangeOptions, category: Category) {
    const origins = [options.publicWebSocketUrl, ...(options.publicWebSocketFallbacks ?? [])];
    this.urls = origins.map((origin) => `${origin}/v5/public/${category}`);
  }

  opening(): readonly string[] {
    this.books.clear();
    this.control.reset();
    return [];
  }

  subscribe(topics: readonly string[]): readonly string[] {
    return this.control.requests('subscribe', topics);
  }

  unsubscribe(topics: readonly string[]): readonly string[] {
    return this.control.requests('unsubscribe', topics);
  }

  heartbeat(): string {
    return this.control.ping();
  }

  promisedSilence(): null {
    return null;
  }

  parse(frame: string): ParsedFrame<MarketEvent> {
    const message = fields(JSON.parse(frame), 'a frame');
    const topic = message['topic'];
    if (typeof topic !== 'string') return this.control.parse(message);
    if (topic.startsWith('orderbook.1.')) return this.quote(topic, message);
    if (topic.startsWith('kline.')) return this.bars(topic, message);
    return IGNORED;
  }

  private quote(topic: string, message: Fields): ParsedFrame<MarketEvent> {
    const data = fields(message['data'], 'an order book');
    const venueSymbol = text(data, 's');
    let book = this.books.get(venueSymbol);
    if (!book) this.books.set(venueSymbol, (book = new BestPrices()));
    const quote = book.apply(message['type'] === 'snapshot', data);
    if (!quote) return { kind: 'data', topic, events: [] };
    return { kind: 'data', topic, events: [{ type: 'quote', venueSymbol, quote, at: millis(message['ts'], 'an order book time') }] };
  }

  private bars(topic: string, message: Fields): ParsedFrame<MarketEvent> {
    const [, wire = '', venueSymbol = ''] = topic.split('.');
    const interval = fromWireInterval(wire);
    if (!interval || !venueSymbol) return IGNORED;
    const at = millis(message['ts'], 'a candle time');
    return {
      kind: 'data',
      topic,
      events: list(message['data'], 'candles').map((candle) => toBar(fields(candle, 'a candle'), venueSymbol, interval, at)),
    };
  }
}

function toBar(candle: Fields, venueSymbol: string, interval: Interval, at: number): MarketEvent {
  const bar = {
    start: millis(candle['start'], 'a candle start'),
    open: price(candle, 'open'),
    high: price(candle, 'high'),
    low: price(candle, 'low'),
    close: price(candle, 'close'),
    volume: Decimal.parse(text(candle, 'volume')),
  };
  return { type: 'bar', venueSymbol, interval, bar, closed: candle['confirm'] === true, at };
}

/** A price off the wire; zero and below come with delistings and are no prices (freqtrade#3769). */
export function price(from: Fields, key: string): Decimal {
  const value = Decimal.parse(text(from, key));
  if (value.sign <= 0) throw new MalformedMessage(`${key} ${value.toString()}, which is no price`);
  return value;
}
