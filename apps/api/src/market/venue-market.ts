import { Decimal, type Instrument as KernelInstrument } from '@libs/kernel';
import { loadExchange } from '@libs/plugin-host';
import type { Bar, ExchangePlugin, MarketData } from '@libs/sdk';
import { MarketUnavailable, type CandleRequest, type MarketQueries } from './market-queries';
import type { Candle } from './market.types';

const EXCHANGE = 'bybit';
/** Filters of instruments change rarely; a minute of age does no harm, because the core checks again. */
const INSTRUMENTS_KEPT = 60_000;
const REQUEST_WINDOW = 5000;

/** Public market data through the exchange plugin, from this installation's simulator. */
export class VenueMarket implements MarketQueries {
  private data: Promise<MarketData> | undefined;
  private known: { readonly at: number; readonly instruments: Promise<readonly KernelInstrument[]> } | undefined;

  constructor(
    private readonly url: string | undefined,
    private readonly load: (name: string) => Promise<ExchangePlugin> = loadExchange,
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

  async candles({ symbol, interval, limit }: CandleRequest): Promise<readonly Candle[]> {
    const instrument = (await this.instruments()).find((one) => one.symbol === symbol);
    if (!instrument) return [];
    const bars = await this.ask('The candles', (data) => data.bars(instrument, interval, limit));
    return bars.map(toCandle);
  }

  private async ask<T>(what: string, question: (data: MarketData) => Promise<T>): Promise<T> {
    try {
      return await question(await this.marketData());
    } catch (cause) {
      throw new MarketUnavailable(what, { cause });
    }
  }

  private marketData(): Promise<MarketData> {
    this.data ??= this.open().catch((error: unknown) => {
      this.data = undefined;
      throw error;
    });
    return this.data;
  }

  private async open(): Promise<MarketData> {
    if (!this.url) throw new Error('no market is configured');
    const ws = this.url.replace(/^http/, 'ws');
    const plugin = await this.load(EXCHANGE);
    return plugin.marketData({
      restUrl: this.url,
      publicWebSocketUrl: `${ws}/v5/public`,
      privateWebSocketUrl: `${ws}/v5/private`,
      requestWindow: REQUEST_WINDOW,
      now: Date.now,
    });
  }
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
