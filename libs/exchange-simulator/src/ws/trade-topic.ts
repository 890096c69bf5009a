import { tradeMessage, type TradeMessage } from '../market/recent-trades';
import type { PublicTrade } from '../market/tape-market';
import { MarketTopic } from './topic';

/** https://bybit-exchange.github.io/docs/v5/websocket/public/trade */
const MOST_PER_MESSAGE = 1_024;

/** Trades as they happen; those of one turn of a hurrying market share a message. */
export class TradeTopic extends MarketTopic {
  private waiting: TradeMessage[] = [];

  override traded(trade: PublicTrade): void {
    if (this.waiting.length === 0) queueMicrotask(() => this.flush());
    this.waiting.push(tradeMessage(this.market, trade));
    if (this.waiting.length === MOST_PER_MESSAGE) this.flush();
  }

  /** A closed candle must not overtake its trades. */
  override barClosed(): void {
    this.flush();
  }

  private flush(): void {
    if (this.waiting.length === 0) return;
    const trades = this.waiting;
    this.waiting = [];
    const ts = trades.at(-1)!.T;
    const head = this.isSpot ? { topic: this.name, ts, type: 'snapshot' } : { topic: this.name, type: 'snapshot', ts };
    // Spot does not tell the direction of the price.
    const data = this.isSpot ? trades.map(({ L: _direction, ...trade }) => trade) : trades;
    this.publish(JSON.stringify({ ...head, data }));
  }
}
