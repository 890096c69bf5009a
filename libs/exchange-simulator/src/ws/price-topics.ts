import type { FeedMarket } from '../market/feed';
import { barAt, toCandle } from '../market/candles';
import { tradeMessage } from '../market/recent-trades';
import type { PublicTrade } from '../market/tape-market';
import { renderTicker } from '../v5/render-market';
import { Topic, type Moment } from './topic';

/** Wall milliseconds between two pushes of an unfinished candle. */
const CANDLE_EVERY = 200;
const TICKER_EVERY = { linear: 100, spot: 50 } as const;

/** Candles: the unfinished one now and then, the finished one always, before the next opens. */
export class CandleTopic extends Topic {
  private toldAt = -Infinity;

  constructor(
    name: string,
    market: FeedMarket,
    private readonly code: string,
    private readonly interval: number,
  ) {
    super(name, market);
  }

  override moved({ at, wall }: Moment): void {
    if (wall - this.toldAt < CANDLE_EVERY) return;
    this.toldAt = wall;
    this.push(at, at, false);
  }

  override barClosed({ at }: Moment): void {
    if (at % this.interval === 0) this.push(at - 1, at, true);
  }

  private push(within: number, at: number, confirm: boolean): void {
    const bar = barAt(this.market, this.interval, within);
    if (!bar) return;
    const candle = { ...toCandle(this.market, this.interval, bar), interval: this.code, confirm, timestamp: at };
    this.publish(JSON.stringify({ topic: this.name, data: [candle], ts: at, type: 'snapshot' }));
  }
}

export class TradeTopic extends Topic {
  override traded(trade: PublicTrade): void {
    this.publish(JSON.stringify({ topic: this.name, type: 'snapshot', ts: trade.at, data: [tradeMessage(this.market, trade)] }));
  }
}

/** Tickers: spot sends snapshots only, linear a snapshot and then what changed. */
export class TickerTopic extends Topic {
  private toldAt = -Infinity;
  private told: Record<string, string> = {};

  override welcome({ at }: Moment): string {
    this.told = renderTicker(this.market, at);
    return this.message('snapshot', this.told, at);
  }

  override moved({ at, wall }: Moment): void {
    const { category } = this.market.state.instrument;
    if (wall - this.toldAt < TICKER_EVERY[category]) return;
    this.toldAt = wall;
    const ticker = renderTicker(this.market, at);
    const changed = Object.fromEntries(Object.entries(ticker).filter(([name, value]) => name === 'symbol' || this.told[name] !== value));
    this.told = ticker;
    if (category === 'spot') this.publish(this.message('snapshot', ticker, at));
    else if (Object.keys(changed).length > 1) this.publish(this.message('delta', changed, at));
  }

  private message(type: string, data: object, at: number): string {
    return JSON.stringify({ topic: this.name, type, data, cs: at, ts: at });
  }
}
