import { renderTicker } from '../v5/render-market';
import { PacedTopic, type Moment } from './topic';

type Ticker = Readonly<Record<string, string>>;

/** Tickers: spot sends snapshots only and no best prices, linear a snapshot and then what changed. */
export class TickerTopic extends PacedTopic {
  private told: Ticker | undefined;

  protected override get interval(): number {
    return this.isSpot ? 50 : 100;
  }

  /** Later subscribers get what the others were told last, so that the next delta fits for all. */
  override welcome({ at }: Moment): string {
    if (this.subscribers.size === 0 || !this.told) this.told = this.read(at);
    return this.message('snapshot', this.told, at);
  }

  protected override speak({ at }: Moment): void {
    const ticker = this.read(at);
    const { told = {} } = this;
    const changed = Object.entries(ticker).filter(([name, value]) => told[name] !== value);
    if (changed.length === 0) return;
    this.told = ticker;
    if (this.isSpot) this.publish(this.message('snapshot', ticker, at));
    else this.publish(this.message('delta', { symbol: this.symbol, ...Object.fromEntries(changed) }, at));
  }

  private read(at: number): Ticker {
    const ticker = renderTicker(this.market, at);
    return this.isSpot ? Object.fromEntries(Object.entries(ticker).filter(([name]) => !/^(?:bid|ask)1/.test(name))) : ticker;
  }

  private message(type: 'snapshot' | 'delta', data: Ticker, ts: number): string {
    const { name: topic } = this;
    return JSON.stringify(this.isSpot ? { topic, ts, type, cs: ts, data } : { topic, type, data, cs: ts, ts });
  }
}
