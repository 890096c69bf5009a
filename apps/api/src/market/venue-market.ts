import type { Decimal, Instrument as KernelInstrument } from '@libs/kernel';
import type { Bar, ExchangePlugin, LevelText, MarketData, PublicTrade as VenueTrade } from '@libs/sdk';
import type { BookLevel, OrderBook, PublicTrade } from './book.types';
import { MarketUnavailable, NotOffered, type CandleRequest, type MarketQueries } from './market-queries';
import type { Candle } from './market.types';
import type { Venue } from './venue';

/** Filters of instruments change rarely; a minute of age does no harm, because the core checks again. */
const INSTRUMENTS_KEPT = 60_000;

/** Public market data on request. */
export class VenueMarket implements MarketQueries {
  private data: MarketData | undefined;
  private known: { readonly at: number; readonly instruments: Promise<readonly KernelInstrument[]> } | undefined;

  constructor(
    private readonly venue: Pick<Venue, 'open'>,
    private readonly monotonic: () => number = () => performance.now(),
  ) {}

  async instruments(): Promise<readonly KernelInstrument[]> {
    if (!this.known || this.monotonic() - this.known.at > INSTRUMENTS_KEPT) {
      this.known = { at: this.monotonic(), instruments: this.ask('The instruments', (data) => data.instruments()) };
      // A failure is not worth keeping.
      this.known.instruments.catch(() => (this.known = undefined));
    }
    return this.known.instruments;
  }

  async candles({ symbol, interval, limit, end }: CandleRequest): Promise<readonly Candle[]> {
    const instrument = await this.instrument(symbol);
    if (!instrument) return [];
    const bars = await this.ask('The candles', (data) => data.bars(instrument, interval, limit, end));
    return bars.map(toCandle);
  }

  async book(symbol: string, depth: number): Promise<OrderBook | null> {
    await this.mustOffer('book', 'order books');
    const instrument = await this.instrument(symbol);
    if (!instrument) return null;
    const { bids, asks, at } = await this.ask('The order book', (data) => data.book(instrument, depth));
    return { symbol, bids: toLevels(bids.slice(0, depth)), asks: toLevels(asks.slice(0, depth)), marketTime: new Date(at) };
  }

  async trades(symbol: string, limit: number): Promise<readonly PublicTrade[] | null> {
    await this.mustOffer('trades', 'public trades');
    const instrument = await this.instrument(symbol);
    if (!instrument) return null;
    const trades = await this.ask('The trades', (data) => data.trades(instrument, limit));
    return trades.map(toTrade).reverse();
  }

  private async instrument(symbol: string): Promise<KernelInstrument | undefined> {
    return (await this.instruments()).find((one) => one.symbol === symbol);
  }

  private async mustOffer(kind: 'book' | 'trades', what: string): Promise<void> {
    const { title, market } = await this.plugin();
    if (!market[kind]) throw new NotOffered(title, what);
  }

  private async ask<T>(what: string, question: (data: MarketData) => Promise<T>): Promise<T> {
    try {
      return await question(await this.marketData());
    } catch (cause) {
      throw new MarketUnavailable(what, { cause });
    }
  }

  private async plugin(): Promise<ExchangePlugin> {
    try {
      return (await this.venue.open()).plugin;
    } catch (cause) {
      throw new MarketUnavailable('The market', { cause });
    }
  }

  private async marketData(): Promise<MarketData> {
    const { plugin, options } = await this.venue.open();
    return (this.data ??= plugin.marketData(options));
  }
}

export function toLevels(levels: readonly LevelText[]): readonly BookLevel[] {
  return levels.map(([price, quantity]) => ({ price, quantity }));
}

export function toTrade({ at, ...trade }: VenueTrade): PublicTrade {
  return { ...trade, at: new Date(at) };
}

function toCandle({ start, ...bar }: Bar): Candle {
  const text = (value: Decimal): string => value.toString();
  return {
    start: new Date(start),
    open: text(bar.open),
    high: text(bar.high),
    low: text(bar.low),
    close: text(bar.close),
    volume: text(bar.volume),
    closed: true,
  };
}
