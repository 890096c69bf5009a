import { PacedTopic, type Liquidation } from './topic';

/** Positions that the venue took over; https://bybit-exchange.github.io/docs/v5/websocket/public/all-liquidation */
export class LiquidationTopic extends PacedTopic {
  protected readonly interval = 500;
  private waiting: object[] = [];

  /** The market's movement is no news here. */
  override moved(): void {}

  /** `Buy` says that a long position was liquidated. */
  override liquidated({ side, quantity, price, at }: Liquidation, wall: number): void {
    this.waiting.push({ T: at, s: this.symbol, S: side === 'BUY' ? 'Buy' : 'Sell', v: quantity, p: price });
    this.changed({ at, wall });
  }

  protected override speak(): void {
    const data = this.waiting;
    this.waiting = [];
    if (data.length > 0) this.publish(JSON.stringify({ topic: this.name, type: 'snapshot', ts: this.parts.marketNow(), data }));
  }
}
