import { Decimal } from '@libs/kernel';
import { Grid, type Change } from '@libs/simulation';
import type { Feed, FeedListener, FeedMarket, PublicTrade } from '../market/feed';

/** A client's position that the venue took over. */
export interface Liquidation {
  readonly side: 'BUY' | 'SELL';
  /** As texts of the market's own grids. */
  readonly quantity: string;
  readonly price: string;
  readonly at: number;
}

/** Hears the market as it moves, the feed's part and the clients'. */
export interface PublicListener extends Omit<FeedListener, 'changed'> {
  liquidated?(market: FeedMarket, liquidation: Liquidation): void;
}

/** Tells everybody what happens in the markets. */
export class PublicNews {
  private readonly listeners: PublicListener[] = [];
  private readonly markets = new Map<string, FeedMarket>();

  constructor(feed: Feed) {
    for (const market of feed.markets) this.markets.set(market.state.key, market);
  }

  marketOf(key: string): FeedMarket | undefined {
    return this.markets.get(key);
  }

  listen(listener: PublicListener): void {
    this.listeners.push(listener);
  }

  moved(market: FeedMarket, at: number): void {
    for (const listener of this.listeners) listener.moved(market, at);
  }

  traded(market: FeedMarket, trade: PublicTrade): void {
    for (const listener of this.listeners) listener.traded(market, trade);
  }

  barClosed(market: FeedMarket, at: number): void {
    for (const listener of this.listeners) listener.barClosed(market, at);
  }

  /** What clients did to the books: their resting orders and their trades are everybody's to see. */
  changed(changes: readonly Change[], at: number): void {
    const touched = new Set<string>();
    for (const change of changes) if (change.type === 'order') touched.add(change.order.market);
    for (const key of touched) {
      const market = this.markets.get(key);
      if (market) this.moved(market, at);
    }
    for (const change of changes) {
      if (change.type === 'public-trade') this.clientTraded(change);
      else if (change.type === 'liquidation') this.liquidated(change);
    }
  }

  private clientTraded({ market: key, price, quantity, takerSide, at }: Extract<Change, { type: 'public-trade' }>): void {
    const market = this.markets.get(key);
    if (!market) return;
    const volume = new Grid(Decimal.fromUnits(1n, market.series.volumeScale)).floorUnits(quantity);
    this.traded(market, { at, ticks: market.state.ticks.toUnits(price), volume, buyerTook: takerSide === 'BUY' });
  }

  private liquidated({ market: key, side, quantity, price, at }: Extract<Change, { type: 'liquidation' }>): void {
    const market = this.markets.get(key);
    if (!market) return;
    for (const listener of this.listeners)
      listener.liquidated?.(market, { side, quantity: quantity.toString(), price: price.toString(), at });
  }
}
