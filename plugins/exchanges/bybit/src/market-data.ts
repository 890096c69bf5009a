import { Decimal, INTERVALS } from '@libs/sdk';
import type {
  Bar,
  BookSnapshot,
  Category,
  FundingSettlement,
  Instrument,
  Interval,
  LevelText,
  MarketData,
  PublicTrade,
  TradePage,
} from '@libs/sdk';
import { price } from './decimal-text';
import { toInstrument } from './instruments';
import type { RestClient } from './rest-client';
import { toSide, toWireInterval } from './symbols';
import { MalformedMessage, fields, list, millis, text } from './wire';
import type { Fields } from './wire';

const CATEGORIES: readonly Category[] = ['linear', 'spot'];
const LARGEST_PAGE = 1000;
const MOST_SPOT_TRADES = 60;
const MOST_SETTLEMENTS = 200;

/** Instruments, candles and the clock; https://bybit-exchange.github.io/docs/v5/market/instrument */
export class BybitMarketData implements MarketData {
  constructor(private readonly rest: RestClient) {}

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

  /** https://bybit-exchange.github.io/docs/v5/market/orderbook */
  async book({ category, venueSymbol: symbol }: Instrument, depth: number): Promise<BookSnapshot> {
    const book = await this.rest.publicGet('/v5/market/orderbook', { category, symbol, limit: depth });
    return {
      bids: list(book['b'], 'bids').map(toLevel),
      asks: list(book['a'], 'asks').map(toLevel),
      last: millis(book['u'], 'an update number'),
      at: millis(book['ts'], 'an order book time'),
    };
  }

  /** https://bybit-exchange.github.io/docs/v5/market/recent-trade */
  async trades({ category, venueSymbol: symbol }: Instrument, limit: number): Promise<readonly PublicTrade[]> {
    const query = { category, symbol, limit: Math.min(limit, category === 'spot' ? MOST_SPOT_TRADES : LARGEST_PAGE) };
    const result = await this.rest.publicGet('/v5/market/recent-trade', query);
    return list(result['list'], 'trades')
      .map((record) => toTrade(fields(record, 'a trade')))
      .reverse();
  }

  /** Bybit has no paging of past trades: all that can be had are the newest. */
  async tradesSince(instrument: Instrument, since: number): Promise<TradePage> {
    const found = await this.trades(instrument, LARGEST_PAGE);
    const shown = instrument.category === 'spot' ? MOST_SPOT_TRADES : LARGEST_PAGE;
    const oldest = found[0]?.at ?? since;
    const trades = found.filter(({ at }) => at >= since);
    // Of the oldest one's millisecond a full page may have cut others off.
    const isWhole = oldest < since || (oldest === since && found.length < shown);
    const from = isWhole ? since : oldest + 1;
    const page = { trades, from, to: Math.max(from, found.at(-1)?.at ?? since), isNewest: true };
    if (isWhole) return page;
    const cut = `Bybit shows its newest ${shown} ${instrument.category} trades over REST and no older ones (whole days: public.bybit.com)`;
    return { ...page, cut };
  }

  /** It shows the newest 200 of a span; https://bybit-exchange.github.io/docs/v5/market/history-fund-rate */
  async funding(
    { category, venueSymbol: symbol }: Instrument,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<readonly FundingSettlement[]> {
    const query = { category, symbol, startTime: from, endTime: to - 1, limit: MOST_SETTLEMENTS };
    const result = await this.rest.publicGet('/v5/market/funding/history', query);
    return list(result['list'], 'funding rates')
      .map((record) => toSettlement(fields(record, 'a funding rate')))
      .reverse();
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

function toLevel(level: unknown): LevelText {
  const [price, quantity] = list(level, 'a level');
  if (typeof price !== 'string' || typeof quantity !== 'string') throw new MalformedMessage('a level without price or quantity');
  return [price, quantity];
}

function toTrade(record: Fields): PublicTrade {
  return {
    id: text(record, 'execId'),
    side: toSide(record['side']),
    price: price(record, 'price').toString(),
    quantity: Decimal.parse(text(record, 'size')).toString(),
    at: millis(record['time'], 'a trade time'),
  };
}

function toSettlement(record: Fields): FundingSettlement {
  return {
    at: millis(record['fundingRateTimestamp'], 'a funding time'),
    rate: Decimal.parse(text(record, 'fundingRate')).toString(),
  };
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
