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

interface Announcement {
  isReady: boolean;
  readonly tell: () => void;
}

/** Hears the market as it moves, the feed's part and the clients'. */
export interface PublicListener extends Omit<FeedListener, 'changed'> {
  liquidated?(market: FeedMarket, liquidation: Liquidation): void;
}

/**
 * Tells everybody what happens in the markets, in the order in which it happened: what clients did is told once it is on the
 * disk, and what the feed does meanwhile waits behind it.
 */
export class PublicNews {
  private readonly listeners: PublicListener[] = [];
  private readonly markets = new Map<string, FeedMarket>();
  private readonly waiting: Announcement[] = [];
  private readonly lastTrades = new Map<FeedMarket, { readonly at: number; readonly index: number }>();

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
    this.soon(() => this.tellMoved(market, at));
  }

  traded(market: FeedMarket, trade: PublicTrade): void {
    this.soon(() => this.tellTraded(market, trade));
  }

  barClosed(market: FeedMarket, at: number): void {
    this.soon(() => {
      for (const listener of this.listeners) listener.barClosed(market, at);
    });
  }

  /**
   * What clients did to the books: their resting orders and their trades are everybody's to see. Told when the function that
   * it gives is called.
   */
  changed(changes: readonly Change[], at: number): () => void {
    const announcement: Announcement = { isReady: false, tell: () => this.tellChanges(changes, at) };
    this.waiting.push(announcement);
    return () => {
      announcement.isReady = true;
      this.tellReady();
    };
  }

  private soon(tell: () => void): void {
    if (this.waiting.length === 0) return tell();
    this.waiting.push({ isReady: true, tell });
  }

  private tellReady(): void {
    let told = 0;
    while (this.waiting[told]?.isReady) this.waiting[told++]!.tell();
    this.waiting.splice(0, told);
  }

  private tellChanges(changes: readonly Change[], at: number): void {
    const touched = new Set<string>();
    for (const change of changes) if (change.type === 'order') touched.add(change.order.market);
    for (const key of touched) {
      const market = this.markets.get(key);
      if (market) this.tellMoved(market, at);
    }
    for (const change of changes) {
      if (change.type === 'public-trade') this.clientTraded(change);
      else if (change.type === 'liquidation') this.liquidated(change);
    }
  }

  private tellMoved(market: FeedMarket, at: number): void {
    for (const listener of this.listeners) listener.moved(market, at);
  }

  private tellTraded(market: FeedMarket, trade: PublicTrade): void {
    const last = this.lastTrades.get(market);
    const index = last?.at === trade.at ? last.index + 1 : 0;
    this.lastTrades.set(market, { at: trade.at, index });
    const { at, ticks, volume, buyerTook } = trade;
    for (const listener of this.listeners) listener.traded(market, { at, ticks, volume, buyerTook, index });
  }

  private clientTraded({ market: key, price, quantity, takerSide, at }: Extract<Change, { type: 'public-trade' }>): void {
    const market = this.markets.get(key);
    if (!market) return;
    const volume = new Grid(Decimal.fromUnits(1n, market.series.volumeScale)).floorUnits(quantity);
    this.tellTraded(market, { at, ticks: market.state.ticks.toUnits(price), volume, buyerTook: takerSide === 'BUY' });
  }

  private liquidated({ market: key, side, quantity, price, at }: Extract<Change, { type: 'liquidation' }>): void {
    const market = this.markets.get(key);
    if (!market) return;
    for (const listener of this.listeners)
      listener.liquidated?.(market, { side, quantity: quantity.toString(), price: price.toString(), at });
  }
}
