import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Decimal, decimal } from '@libs/sdk';
import type { OrderStatus, StrategyCommand } from '@libs/sdk';
import { StrategySeat } from '@libs/testkit';
import { strategy } from './strategy';

const FILE = join(import.meta.dirname, '../../../../../shared/data/l2-binance-raw/usdm_btcusdt_20240808.gz');
const SYMBOL = 'BTC/USDT:USDT';
const LEAST = decimal('-0.06');
const MOST = decimal('0.06');

/** A recorded change of the best prices, or a trade. */
type News =
  | { readonly e: 'bookTicker'; readonly T: number; readonly b: string; readonly B: string; readonly a: string; readonly A: string }
  | { readonly e: 'trade'; readonly T: number; readonly p: string };

const recorded = existsSync(FILE) ? describe : describe.skip;

recorded(`market-making on real best prices (skipped where ${FILE} is not there)`, () => {
  it('trades on both sides without crossing the book, holding too much, or moving more often than it may', () => {
    const market = new Market();
    const news = newsOf(FILE).slice(0, 25_000);
    for (const one of news) market.play(one);
    const { fills, sent, seat } = market;
    expect(fills.filter(({ side }) => side === 'BUY').length).toBeGreaterThan(5);
    expect(fills.filter(({ side }) => side === 'SELL').length).toBeGreaterThan(5);
    for (const side of ['BUY', 'SELL']) {
      const times = sent.filter((order) => order.side === side).map(({ at }) => at);
      for (const [n, at] of times.entries()) if (n > 0) expect(at - times[n - 1]!).toBeGreaterThanOrEqual(1_000);
    }
    // The same news once more lead to the same orders.
    const again = new Market();
    for (const one of news.slice(0, 10_000)) again.play(one);
    expect(again.sent.length).toBeGreaterThan(5);
    expect(again.sent).toEqual(sent.slice(0, again.sent.length));
    expect(
      decimal(seat.context.positions[SYMBOL]?.quantity ?? '0')
        .abs()
        .lte(MOST),
    ).toBe(true);
  });
});

type Submit = Extract<StrategyCommand, { readonly kind: 'submit' }>;

/** A venue in which a resting order is filled by the first trade beyond its price. */
class Market {
  readonly seat = new StrategySeat(strategy, {
    symbol: SYMBOL,
    depth: 1,
    window: 30,
    horizon: 5,
    width: 0.5,
    minSpread: 0.00001,
    skew: 1,
    refresh: 1,
    quoteFraction: 0.012,
    maxInventory: 0.036,
  });
  readonly sent: { readonly side: string; readonly price: string; readonly at: number }[] = [];
  readonly fills: { readonly side: string; readonly price: string }[] = [];
  private readonly resting = new Map<string, Submit>();
  private position = Decimal.ZERO;

  play(news: News): void {
    this.seat.context.marketTime = news.T;
    if (news.e === 'trade') return this.trade(decimal(news.p));
    const { b, B, a, A } = news;
    const [bids, asks] = [[[Number(b), Number(B)]], [[Number(a), Number(A)]]] as const;
    const commands = this.seat.tell({ type: 'book', symbol: SYMBOL, bids, asks });
    for (const command of commands) {
      if (command.kind === 'cancel') this.end(this.seat.tagOf(command.clientOrderId), 'CANCELED');
      if (command.kind === 'submit') this.accept(command, decimal(b), decimal(a));
    }
  }

  private accept(order: Submit, bid: Decimal, ask: Decimal): void {
    const price = decimal(order.price!);
    expect(order.side === 'BUY' ? price.lt(ask) : price.gt(bid)).toBe(true);
    this.resting.set(order.tag!, order);
    this.sent.push({ side: order.side, price: order.price!, at: this.seat.context.marketTime });
    this.show();
    this.seat.order(order.tag!, 'ACCEPTED');
  }

  private trade(at: Decimal): void {
    for (const [tag, { side, price, quantity }] of [...this.resting]) {
      if (side === 'BUY' ? !at.lt(decimal(price!)) : !at.gt(decimal(price!))) continue;
      const signed = side === 'BUY' ? decimal(quantity) : decimal(quantity).negated();
      this.position = this.position.plus(signed);
      expect(this.position.gte(LEAST) && this.position.lte(MOST)).toBe(true);
      this.fills.push({ side, price: price! });
      this.resting.delete(tag);
      this.seat.hold(this.position.toString(), price);
      this.show();
      this.seat.fill(tag, { side, quantity, price: price! });
      this.seat.order(tag, 'FILLED');
    }
  }

  private end(tag: string, status: OrderStatus): void {
    this.resting.delete(tag);
    this.show();
    this.seat.order(tag, status);
  }

  private show(): void {
    this.seat.context.openOrders = [...this.resting].map(([tag, { side, quantity, price }]) => ({
      clientOrderId: this.seat.idOf(tag),
      symbol: SYMBOL,
      side,
      leaves: quantity,
      price: price!,
      tag,
    }));
  }
}

function newsOf(file: string): News[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  const parsed = lines.map((line) => JSON.parse(line.slice(line.indexOf(' '))) as { readonly data?: News });
  return parsed.flatMap(({ data }) => (data?.e === 'bookTicker' || data?.e === 'trade' ? [data] : []));
}
