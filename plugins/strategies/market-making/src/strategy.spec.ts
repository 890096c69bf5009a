import { planStrategy, trustOf } from '@libs/sdk';
import type { StrategyLevel } from '@libs/sdk';
import { StrategySeat, describeStrategy } from '@libs/testkit';
import { strategy } from './strategy';

const SYMBOL = 'BTC/USDT:USDT';
/** A calm market: half the spread is 0.1 % of the price. A quote is 1,000 of 100,000, the most that is held 2,500. */
const CALM = { window: 10, minSpread: 0.002, width: 0, fair: 'mid', quoteFraction: 0.01, maxInventory: 0.025, skew: 1, refresh: 0.5 };

describeStrategy(strategy, { params: { symbol: SYMBOL }, folder: import.meta.dirname });

class Maker extends StrategySeat {
  constructor(params: Readonly<Record<string, unknown>> = {}, symbol = SYMBOL) {
    super(strategy, { symbol, ...CALM, ...params });
    this.symbol = symbol;
    for (let second = 0; second < 10; second += 1) expect(this.book(second * 1_000, 999.9, 1000.1)).toEqual([]);
  }

  readonly symbol: string;

  book(at: number, bid: number, ask: number): string[] {
    this.context.marketTime = at;
    const [bids, asks]: [StrategyLevel[], StrategyLevel[]] = [[[bid, 5]], [[ask, 5]]];
    return this.tell({ type: 'book', symbol: this.symbol, bids, asks }).map(this.briefly);
  }

  /** Both quotes rest as they were sent. */
  rest(bid: string, ask: string): void {
    this.context.openOrders = [
      { clientOrderId: this.idOf('bid'), symbol: this.symbol, side: 'BUY', leaves: '1', price: bid, tag: 'bid' },
      { clientOrderId: this.idOf('ask'), symbol: this.symbol, side: 'SELL', leaves: '1', price: ask, tag: 'ask' },
    ];
    this.order('bid', 'ACCEPTED');
    this.order('ask', 'ACCEPTED');
  }
}

const QUOTED = ['submit bid BUY 1 at 999', 'submit ask SELL 1 at 1001'];

describe('market-making', () => {
  it('quotes both sides, post-only, once volatility is known', () => {
    const maker = new Maker();
    maker.context.marketTime = 10_000;
    const sent = maker.tell({ type: 'book', symbol: SYMBOL, bids: [[999.9, 5]], asks: [[1000.1, 5]] });
    expect(sent.map(maker.briefly)).toEqual(QUOTED);
    for (const command of sent) expect(command).toMatchObject({ postOnly: true, reduceOnly: false, timeInForce: 'GTC' });
    expect(maker.decision).toMatchObject({ action: 'quote', why: 'bid 999, offer 1001' });
  });

  it('leaves its quotes where they are until the price has gone a quarter of the half spread', () => {
    const maker = new Maker();
    maker.book(10_000, 999.9, 1000.1);
    maker.rest('999', '1001');
    // Half the spread is 1, so 0.25 is tolerated; around 1,000.1 the offer would be 1001.1001, up to the tick 1001.2.
    expect(maker.book(11_000, 1000, 1000.2)).toEqual([]);
    expect(maker.book(12_000, 1000.4, 1000.6)).toEqual(['cancel bid', 'cancel ask']);
    // Nothing more until the venue has let go of them, and then around 1,000.5.
    expect(maker.book(13_000, 1000.4, 1000.6)).toEqual([]);
    maker.context.openOrders = [];
    maker.order('bid', 'CANCELED');
    maker.order('ask', 'CANCELED');
    expect(maker.book(13_100, 1000.4, 1000.6)).toEqual(['submit bid BUY 0.999 at 999.4', 'submit ask SELL 0.999 at 1001.6']);
  });

  it('moves a quote no more often than it may', () => {
    const maker = new Maker();
    maker.book(10_000, 999.9, 1000.1);
    maker.rest('999', '1001');
    expect(maker.book(10_400, 1004.9, 1005.1)).toEqual([]);
    expect(maker.book(10_500, 1004.9, 1005.1)).toEqual(['cancel bid', 'cancel ask']);
  });

  it('leans against what it holds, and quotes no side that would hold more than it may', () => {
    const maker = new Maker();
    maker.hold('1.25');
    // Half of 2.5: both quotes lie half a half spread lower.
    expect(maker.book(10_000, 999.9, 1000.1)).toEqual(['submit bid BUY 1 at 998.5', 'submit ask SELL 1 at 1000.5']);
    const full = new Maker();
    full.hold('2.5');
    expect(full.book(10_000, 999.9, 1000.1)).toEqual(['submit ask SELL 1 at 1000']);
    const nearly = new Maker();
    nearly.hold('-2.1');
    // 0.4 may still be sold; 2.1 / 2.5 of a half spread higher, the offer up and the bid down to the tick.
    expect(nearly.book(10_000, 999.9, 1000.1)).toEqual(['submit bid BUY 1 at 999.8', 'submit ask SELL 0.4 at 1001.9']);
  });

  it('calls a quote back that would hold too much by now', () => {
    const maker = new Maker();
    maker.book(10_000, 999.9, 1000.1);
    maker.rest('999', '1001');
    maker.hold('1.9');
    // 0.6 may still be bought; both are also too far from where they should be, but that waits.
    expect(maker.book(10_100, 999.9, 1000.1)).toEqual(['cancel bid']);
  });

  it('never quotes through the other side of the book', () => {
    const maker = new Maker({ minSpread: 0, skew: 5 });
    maker.hold('-2.5');
    expect(maker.book(10_000, 999.9, 1000.1)).toEqual(['submit bid BUY 1 at 1000']);
  });

  it('calls its quotes back while data is not trusted, and quotes again when it is', () => {
    const maker = new Maker();
    maker.book(10_000, 999.9, 1000.1);
    maker.rest('999', '1001');
    maker.context.trust = { [SYMBOL]: trustOf(['SKEWED']) };
    expect(maker.context.trust[SYMBOL]?.level).not.toBe('TRUSTED');
    expect(maker.tell({ type: 'trust', symbol: SYMBOL, ...trustOf(['SKEWED']) }).map(maker.briefly)).toEqual(['cancel bid', 'cancel ask']);
    expect(maker.decision?.action).toBe('wait');
    maker.context.openOrders = [];
    maker.order('bid', 'CANCELED');
    maker.order('ask', 'CANCELED');
    expect(maker.book(11_000, 999.9, 1000.1)).toEqual([]);
    delete (maker.context as { trust?: unknown }).trust;
    expect(maker.book(12_000, 999.9, 1000.1)).toEqual(QUOTED);
  });

  it('sells on spot only what it has', () => {
    const maker = new Maker({}, 'BTC/USDT');
    expect(maker.book(10_000, 999.9, 1000.1)).toEqual(['submit bid BUY 1 at 999']);
    maker.hold('0.3');
    expect(maker.book(11_000, 999.9, 1000.1)).toEqual(['submit ask SELL 0.3 at 1000.9']);
  });

  it('asks ever more rarely for a side that is refused', () => {
    const maker = new Maker();
    maker.book(10_000, 999.9, 1000.1);
    const tries: number[] = [];
    maker.order('ask', 'ACCEPTED');
    for (let at = 10_000; at <= 26_000; at += 1_000) {
      if (at === 10_000 || maker.book(at, 999.9, 1000.1).some((line) => line.startsWith('submit bid'))) {
        tries.push(at);
        maker.order('bid', 'DENIED', 'TRADING_HALTED');
      }
    }
    expect(tries).toEqual([10_000, 11_000, 13_000, 17_000, 25_000]);
  });

  it('goes on after a restart with the quotes that it had', () => {
    const maker = new Maker();
    maker.book(10_000, 999.9, 1000.1);
    maker.rest('999', '1001');
    maker.restart();
    expect(maker.book(11_000, 999.9, 1000.1)).toEqual([]);
    maker.context.openOrders = maker.context.openOrders.slice(1);
    maker.hold('1', '999');
    maker.fill('bid', { side: 'BUY', quantity: '1', price: '999' });
    maker.order('bid', 'FILLED');
    // 1 / 2.5 of a half spread lower.
    expect(maker.book(12_000, 999.9, 1000.1)).toEqual(['submit bid BUY 1 at 998.6', 'cancel ask']);
  });

  it('refuses quotes that are larger than what it may hold', () => {
    expect(planStrategy(strategy, { symbol: SYMBOL, quoteFraction: 0.05 })).toEqual({
      ok: false,
      problems: [{ parameter: null, message: 'quoteFraction is 0.05; it must be at most maxInventory (0.04)' }],
    });
  });
});
