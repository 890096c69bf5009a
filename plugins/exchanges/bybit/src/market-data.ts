import { Decimal, INTERVALS } from '@libs/sdk';
import type { Bar, Category, ExchangeOptions, Instrument, Interval, MarketData } from '@libs/sdk';
import { toInstrument } from './instruments';
import { price } from './public-stream';
import { RestClient } from './rest-client';
import { toWireInterval } from './symbols';
import { MalformedMessage, list, millis } from './wire';
import type { Fields } from './wire';

const CATEGORIES: readonly Category[] = ['linear', 'spot'];
const LARGEST_PAGE = 1000;

/** Instruments, candles and the clock; https://bybit-exchange.github.io/docs/v5/market/instrument */
export class BybitMarketData implements MarketData {
  private readonly rest: RestClient;

  constructor(options: ExchangeOptions) {
    this.rest = new RestClient(options);
  }

  async instruments(): Promise<readonly Instrument[]> {
    const found: Instrument[] = [];
    for (const category of CATEGORIES) {
      const query = category === 'linear' ? { category, limit: LARGEST_PAGE } : { category };
      for (const record of await this.rest.pages('/v5/market/instruments-info', query, 'publicGet')) {
        const instrument = readable(category, record);
        if (instrument) found.push(instrument);
      }
    }
    return found;
  }

  async bars(instrument: Instrument, interval: Interval, limit: number, end?: number): Promise<readonly Bar[]> {
    const { category, venueSymbol: symbol } = instrument;
    // Asked before the candles, so a candle that is over by this time is complete in the answer. The envelope's `time` is
    // the server's wall clock, which says nothing about a market that is replayed.
    const now = await this.marketTime(instrument);
    const wanted = Math.min(limit, LARGEST_PAGE);
    const query = { category, symbol, interval: toWireInterval(interval), limit: Math.min(wanted + 1, LARGEST_PAGE), end };
    const result = await this.rest.publicGet('/v5/market/kline', query);
    const bars = list(result['list'], 'candles').map(toBar);
    const closed = bars.filter((bar) => bar.start + INTERVALS[interval] <= now).sort((a, b) => a.start - b.start);
    return closed.slice(-wanted);
  }

  async marketTime({ category, venueSymbol: symbol }: Instrument): Promise<number> {
    const book = await this.rest.publicGet('/v5/market/orderbook', { category, symbol, limit: 1 });
    return millis(book['ts'], 'an order book time');
  }

  async serverTime(): Promise<number> {
    return millis((await this.rest.envelope('/v5/market/time', '', {}))['time'], 'the server time');
  }
}

/** One instrument that cannot be read must not cost the others. */
function readable(category: Category, record: Fields): Instrument | null {
  try {
    return toInstrument(category, record);
  } catch {
    return null;
  }
}

function toBar(row: unknown): Bar {
  const [start, open, high, low, close, volume] = list(row, 'a candle');
  const prices = { open, high, low, close };
  if (typeof volume !== 'string') throw new MalformedMessage('a candle without volume');
  return {
    start: millis(start, 'a candle start'),
    open: price(prices, 'open'),
    high: price(prices, 'high'),
    low: price(prices, 'low'),
    close: price(prices, 'close'),
    volume: Decimal.parse(volume),
  };
}
