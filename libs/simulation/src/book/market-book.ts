import type { OrderSide } from '@libs/kernel';

/** What a taker got at one level. */
export interface Match {
  readonly ticks: number;
  readonly lots: number;
}

/** One side of a book, best level first; whole ticks and lots. */
export interface BookSide {
  readonly ticks: number[];
  readonly lots: number[];
}

/** The liquidity a market offers at one moment. What a taker eats stays gone until the market is set anew. */
export class MarketBook {
  readonly bids: BookSide = { ticks: [], lots: [] };
  readonly asks: BookSide = { ticks: [], lots: [] };
  /** Rises with each change, so that publishers see whether there is something to tell. */
  version = 0;

  get bestBid(): number | undefined {
    return this.bids.ticks[0];
  }

  get bestAsk(): number | undefined {
    return this.asks.ticks[0];
  }

  touch(): void {
    this.version += 1;
  }

  clear(): void {
    for (const side of [this.bids, this.asks]) side.ticks.length = side.lots.length = 0;
    this.touch();
  }

  /** Whether an order of `side` at `limit` would trade at once. */
  crosses(side: OrderSide, limit: number): boolean {
    const best = side === 'BUY' ? this.bestAsk : this.bestBid;
    return best !== undefined && reaches(side, limit, best);
  }

  /** Lots on offer to a taker of `side` up to `limit`. */
  available(side: OrderSide, limit: number): number {
    const { ticks, lots } = this.opposite(side);
    let sum = 0;
    for (let level = 0; level < ticks.length && reaches(side, limit, ticks[level]!); level += 1) sum += lots[level]!;
    return sum;
  }

  /** Takes the best level up to `wanted` lots; nothing when the best is worse than `limit`. */
  takeBest(side: OrderSide, limit: number, wanted: number): Match | undefined {
    const offer = this.opposite(side);
    const ticks = offer.ticks[0];
    if (ticks === undefined || wanted <= 0 || !reaches(side, limit, ticks)) return undefined;
    const lots = Math.min(wanted, offer.lots[0]!);
    offer.lots[0]! -= lots;
    if (offer.lots[0] === 0) {
      offer.ticks.shift();
      offer.lots.shift();
    }
    this.touch();
    return { ticks, lots };
  }

  private opposite(side: OrderSide): BookSide {
    return side === 'BUY' ? this.asks : this.bids;
  }
}

function reaches(side: OrderSide, limit: number, price: number): boolean {
  return side === 'BUY' ? price <= limit : price >= limit;
}
