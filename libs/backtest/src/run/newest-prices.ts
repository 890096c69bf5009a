import type { Instrument } from '@libs/kernel';
import type { CoreEvent } from '@libs/engine';

/** The newest price of each market: the last close, or a later fill of an own order. */
export class NewestPrices {
  /** Price of one tick, by symbol. */
  private readonly ticks: ReadonlyMap<string, number>;
  private readonly prices = new Map<string, number>();

  constructor(markets: readonly Instrument[]) {
    this.ticks = new Map(markets.map(({ symbol, tickSize }) => [symbol, tickSize.toNumber()]));
  }

  take(event: CoreEvent): void {
    if (event.type === 'FillRecorded') this.prices.set(event.fill.symbol, event.fill.price.toNumber());
  }

  /** The close of a bar, in ticks. */
  closed(symbol: string, ticks: number): void {
    this.prices.set(symbol, ticks * this.ticks.get(symbol)!);
  }

  /** The price of a market that has had a close or an own fill. */
  of(symbol: string): number {
    return this.prices.get(symbol)!;
  }
}
