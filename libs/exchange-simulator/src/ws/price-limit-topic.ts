import { priceLimitsOf } from './book-levels';
import { PacedTopic, type Moment } from './topic';

/** The highest price a buy and the lowest a sale may have; https://bybit-exchange.github.io/docs/v5/websocket/public/order-price-limit */
export class PriceLimitTopic extends PacedTopic {
  protected readonly interval = 300;
  private told = '';

  override welcome({ at }: Moment): string {
    this.told = this.read();
    return this.message(at);
  }

  protected override speak({ at }: Moment): void {
    const limits = this.read();
    if (limits === this.told) return;
    this.told = limits;
    this.publish(this.message(at));
  }

  private read(): string {
    const { highest, lowest } = priceLimitsOf(this.market);
    return JSON.stringify({ symbol: this.symbol, buyLmt: highest, sellLmt: lowest });
  }

  private message(at: number): string {
    return `{"topic":"${this.name}","data":${this.told},"ts":${at}}`;
  }
}
