import { Decimal } from '@libs/kernel';
import type { Keys, Terms } from './keys';
import type { RawClient } from './raw-client';

export interface MarketName {
  readonly category: 'linear' | 'spot';
  readonly symbol: string;
}

export interface Level {
  readonly price: Decimal;
  readonly size: Decimal;
}

export interface BookView {
  /** Market time. */
  readonly at: number;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

export interface Order extends MarketName {
  readonly side: 'Buy' | 'Sell';
  readonly price: Decimal;
  readonly quantity: Decimal;
}

interface Clients {
  readonly maker: RawClient;
  readonly taker: RawClient;
}

const RICH = { USDT: '1000000000', BTC: '100000', ETH: '1000000' };
const TRIES = 20;
/** Below the largest order and the largest position that the venue allows. */
const MOST = { linear: Decimal.parse('1000'), spot: Decimal.parse('80') } as const;

/** Where they trade. */
interface Place {
  raw(keys?: Keys): RawClient;
  openAccount(terms: Terms): Promise<Keys>;
}

/** Two traders with deep pockets that bring the market where a card needs it; they own no part of any card. */
export class Counterparty {
  private clients: Promise<Clients> | undefined;

  constructor(private readonly venue: Place) {}

  async book({ category, symbol }: MarketName, depth = 200): Promise<BookView> {
    const answer = await this.venue
      .raw()
      .get<{ b: string[][]; a: string[][]; ts: number }>('/v5/market/orderbook', { category, symbol, limit: String(depth) });
    const levels = (side: string[][]): Level[] =>
      side.map(([price, size]) => ({ price: Decimal.parse(price!), size: Decimal.parse(size!) }));
    return { at: answer.result.ts, bids: levels(answer.result.b), asks: levels(answer.result.a) };
  }

  async last({ category, symbol }: MarketName): Promise<Decimal> {
    const { result } = await this.venue.raw().get('/v5/market/tickers', { category, symbol });
    return Decimal.parse(result.list[0]!['lastPrice']!);
  }

  /** Takes what rests on the other side up to the price, own orders of cards included. */
  async take({ category, symbol, side, price, quantity }: Order): Promise<void> {
    await this.place('taker', { category, symbol, side, price, quantity }, 'IOC');
  }

  /** Rests an order; resolves with its id. */
  async rest({ category, symbol, side, price, quantity }: Order): Promise<string> {
    return this.place('maker', { category, symbol, side, price, quantity }, 'GTC');
  }

  async cancel({ category, symbol }: MarketName, orderId: string): Promise<void> {
    const { maker } = await this.open();
    await maker.postPatiently('/v5/order/cancel', { category, symbol, orderId });
  }

  /** Trades at exactly this price, sweeping what stands before it, so that the last price is that one for a moment. */
  async printAt(market: MarketName, price: Decimal, lot: Decimal): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      // Fresh accounts each time: what was swept before must not fill up the largest position there may be.
      this.clients = undefined;
      const { at, bids, asks } = await this.book(market);
      const rising = price.gt(bids[0]!.price);
      const [side, other] = rising ? (['Buy', 'Sell'] as const) : (['Sell', 'Buy'] as const);
      const before = (rising ? asks : bids).filter((level) => (rising ? level.price.lte(price) : level.price.gte(price)));
      const inTheWay = before.reduce((sum, level) => sum.plus(level.size), Decimal.ZERO);
      const wall = await this.rest({ ...market, side: other, price, quantity: lot });
      await this.take({ ...market, side, price, quantity: Decimal.min(inTheWay.plus(lot), MOST[market.category]) });
      await this.cancel(market, wall);
      if (await this.reached(market, price, at)) return;
    }
    throw new Error(`${market.symbol} could not be brought to ${price.toString()}`);
  }

  private async reached({ category, symbol }: MarketName, price: Decimal, since: number): Promise<boolean> {
    const { result } = await this.venue
      .raw()
      .get('/v5/market/recent-trade', { category, symbol, limit: category === 'spot' ? '60' : '1000' });
    return result.list.some((trade) => Number(trade['time']) >= since && Decimal.parse(trade['price']!).eq(price));
  }

  private async place(who: 'maker' | 'taker', order: Order, timeInForce: string): Promise<string> {
    const clients = await this.open();
    const { category, symbol, side, price, quantity } = order;
    const answer = await clients[who].postPatiently('/v5/order/create', {
      category,
      symbol,
      side,
      orderType: 'Limit',
      timeInForce,
      price: price.toString(),
      qty: quantity.toString(),
    });
    if (answer.retCode !== 0) throw new Error(`the counterparty's order was refused: ${answer.retCode} ${answer.retMsg}`);
    return answer.result['orderId']!;
  }

  private open(): Promise<Clients> {
    return (this.clients ??= this.start());
  }

  private async start(): Promise<Clients> {
    const [maker, taker] = [await this.venue.openAccount({ balances: RICH }), await this.venue.openAccount({ balances: RICH })];
    return { maker: this.venue.raw(maker), taker: this.venue.raw(taker) };
  }
}
