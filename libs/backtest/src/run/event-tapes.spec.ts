import { eventsOf, runEvents, timed } from '../../test/events';
import type { Line } from '../../test/events';
import { BTC, FREE, told } from '../../test/scripted';
import type { Context } from '../../test/scripted';
import { liveHost, plannedOf, playPlanned } from './backtest';
import { barsOfEvents } from './event-bars';
import { decodeEvents, encodeEvents } from './event-file';
import { market } from '../../test/markets';

const bid =
  (quantity: string, price: string) =>
  (ctx: Context): void =>
    void ctx.buy(BTC, quantity, { price });

describe('a backtest of prints', () => {
  it('fills a market order where others last took, and a joined order behind what rests before it', () => {
    const events = eventsOf(
      [0, 'BUY 100 x 1', 'SELL 99.5 x 4'],
      // The largest print so far is 4, so 4 stand before the order of second 70 at 99.5.
      [65, 'BUY 100 x 2'],
      [75, 'SELL 99.5 x 3'],
      // One more of the 4, then 1.5 of ours.
      [80, 'SELL 99.5 x 2.5'],
      [85, 'BUY 100 x 9'],
      [90, 'SELL 99 x 0.01'],
      [130, 'BUY 101 x 1'],
      [200, 'BUY 101 x 1'],
    );
    const strategy = timed({ 70: bid('2', '99.5'), 140: (ctx) => ctx.sell(BTC, '0.5') });
    expect(told(runEvents(strategy, events))).toEqual([
      '80 BUY 1.5 at 99.5 for 0',
      // A print below its price: everything at it is gone.
      '90 BUY 0.5 at 99.5 for 0',
      // Others still bid where a seller took last.
      '140 SELL 0.5 at 99 for 0',
    ]);
  });

  it('takes the quantity that rests as it is told, and moves a taker by the slippage', () => {
    const events = eventsOf([0, 'BUY 100 x 1', 'SELL 99.5 x 4'], [75, 'SELL 99.5 x 2'], [80, 'SELL 99.5 x 0.5'], [200, 'BUY 100 x 1']);
    const fills = { ...FREE, restingQuantity: '2', slippageTicks: 3 };
    const strategy = timed({ 70: bid('1', '99.5'), 90: (ctx) => ctx.buy(BTC, '0.3'), 95: bid('0.2', '100.5') });
    // 2 stand before us and go at second 75. Three ticks of a half beyond 100, or at a nearer limit.
    const takers = ['90 BUY 0.3 at 101.5 for 0', '95 BUY 0.2 at 100.5 for 0'];
    expect(told(runEvents(strategy, events, { fills }))).toEqual(['80 BUY 0.5 at 99.5 for 0', ...takers]);
  });
});

describe('the progress of a backtest of prints', () => {
  // A busy market has more moments in an hour than bars in a year, and a run that says nothing is taken for one that hangs.
  it('is told each thousand moments, however few bars there are', () => {
    const events = eventsOf(...Array.from({ length: 2_500 }, (_, at): Line => [at / 10, 'BUY 100 x 1']));
    const strategy = timed({});
    const terms = { settleAsset: 'USDT', balances: { USDT: '10000' }, maxPositionSize: '1', fills: FREE };
    const bars: number[] = [];
    const played = { ...terms, markets: [{ market, tape: barsOfEvents(events, '1m'), events }] };
    playPlanned(plannedOf(strategy, { symbol: BTC }), played, liveHost(strategy, { symbol: BTC }), (done) => bars.push(done));
    // After 102.4 and 204.8 seconds; the first minute warms up.
    expect(bars).toEqual([0, 2]);
  });
});

describe('what orders find on a tape of prints', () => {
  it('moves each of several takers between two prints by the slippage, not the second by twice as much', () => {
    const events = eventsOf([0, 'BUY 100 x 1', 'SELL 99.5 x 4'], [200, 'BUY 100 x 1']);
    const strategy = timed({ 70: (ctx) => ctx.buy(BTC, '0.3'), 80: (ctx) => ctx.buy(BTC, '0.3') });
    const fills = { ...FREE, slippageTicks: 3 };
    expect(told(runEvents(strategy, events, { fills }))).toEqual(['70 BUY 0.3 at 101.5 for 0', '80 BUY 0.3 at 101.5 for 0']);
  });

  it('forgets a bid that the market has left: who sells then gets a tick less than a buyer paid', () => {
    const events = eventsOf([0, 'SELL 102 x 1'], [65, 'BUY 100 x 1'], [200, 'BUY 100 x 1']);
    expect(told(runEvents(timed({ 70: (ctx) => ctx.sell(BTC, '1') }), events))).toEqual(['70 SELL 1 at 99.5 for 0']);
  });

  it('sells a tick below where a buyer took last, not below where one took when another order came', () => {
    const events = eventsOf([0, 'BUY 100 x 1'], [75, 'BUY 102 x 1'], [200, 'BUY 102 x 1']);
    const strategy = timed({ 70: (ctx) => ctx.sell(BTC, '1', { price: '105' }), 80: (ctx) => ctx.sell(BTC, '1') });
    expect(told(runEvents(strategy, events))).toEqual(['80 SELL 1 at 101.5 for 0']);
  });

  it('offers a buyer nothing where an amendment came too late for its order', () => {
    const events = eventsOf([0, 'BUY 100 x 1', 'SELL 99.5 x 4'], [75, 'BUY 102 x 1'], [200, 'BUY 102 x 1']);
    const strategy = timed({
      70: (ctx) => ctx.sell(BTC, '1', { price: '101' }),
      // There at 75.5, half a second after the fill.
      74.5: (ctx) => ctx.amend(ctx.openOrders[0]!.clientOrderId, { price: '103' }),
      80: (ctx) => ctx.buy(BTC, '6'),
    });
    // The largest print is 4, so 4 are offered at 102 and nothing beyond.
    expect(told(runEvents(strategy, events, { fills: { ...FREE, latency: 1_000 } }))).toEqual([
      '75 SELL 1 at 101 for 0',
      '81 BUY 4 at 102 for 0',
    ]);
  });
});

describe('a backtest of a book', () => {
  const start = ['CLEAR', 'BID 99.5 x 3', 'BID 99 x 5', 'ASK 100 x 1', 'ASK 100.5 x 2', 'ASK 101 x 4'] as const;

  it('walks the book with a market order, and finds it whole again when it is told anew', () => {
    const events = eventsOf([0, ...start], [65, 'BUY 100 x 0.01'], [100, 'ASK 100 x 1'], [200, 'BID 99 x 6']);
    const strategy = timed({ 70: (ctx) => ctx.buy(BTC, '4'), 80: (ctx) => ctx.sell(BTC, '4'), 110: (ctx) => ctx.buy(BTC, '0.5') });
    expect(told(runEvents(strategy, events))).toEqual([
      // The print took 0.01 of the first level.
      '70 BUY 0.99 at 100 for 0',
      '70 BUY 2 at 100.5 for 0',
      '70 BUY 1.01 at 101 for 0',
      '80 SELL 3 at 99.5 for 0',
      '80 SELL 1 at 99 for 0',
      '110 BUY 0.5 at 100 for 0',
    ]);
  });

  it('lets prints shrink the queue before an order from the front, and the level by what leaves it from the back', () => {
    const events = eventsOf(
      [0, ...start],
      // 3 before us at 99.5. One more joins behind us and leaves again, as 1 of those before us might: nobody says who.
      [75, 'BID 99.5 x 4'],
      [76, 'BID 99.5 x 3'],
      // A print takes 2 from the front; the level that is told after it says the same.
      [80, 'SELL 99.5 x 2'],
      [81, 'BID 99.5 x 1'],
      [90, 'SELL 99.5 x 1.25'],
      [200, 'BID 99 x 6'],
    );
    expect(told(runEvents(timed({ 70: bid('1', '99.5') }), events))).toEqual(['90 BUY 0.25 at 99.5 for 0']);
  });

  it('may let a queue shrink everywhere alike', () => {
    const events = eventsOf([0, ...start], [75, 'BID 99.5 x 4'], [76, 'BID 99.5 x 2'], [80, 'SELL 99.5 x 2'], [200, 'BID 99 x 6']);
    const strategy = timed({ 70: bid('1', '99.5') });
    // 3 before us and 1 behind; half of them leave, so 1.5 are before us: of 2 sold 0.5 are ours. From the back 2 would be before us.
    const fills = { ...FREE, queue: 'PROPORTIONAL' } as const;
    expect(told(runEvents(strategy, events, { fills }))).toEqual(['80 BUY 0.5 at 99.5 for 0']);
    expect(told(runEvents(strategy, events))).toEqual([]);
  });

  it('fills whole what the other side comes to, with a book told anew in between', () => {
    const events = eventsOf(
      [0, ...start],
      [75, 'CLEAR', 'BID 99 x 1', 'ASK 100 x 1'],
      [80, 'BID 98 x 1', 'BID 99 x 0', 'ASK 99.5 x 2'],
      [200, 'BID 98 x 2'],
    );
    expect(told(runEvents(timed({ 70: bid('1', '99.5') }), events))).toEqual(['80 BUY 1 at 99.5 for 0']);
  });

  it('tells a strategy each change of the best prices, the prints and the book it follows, after its fills', () => {
    const heard: string[] = [];
    const note = (ctx: Context, what: string): void => void heard.push(`${ctx.marketTime / 1_000} ${what}`);
    const strategy = timed(
      { 70: bid('0.5', '99.5') },
      {
        watches: () => [
          { symbol: BTC, interval: '1m' },
          { symbol: BTC, ticks: true },
          { symbol: BTC, trades: true },
          { symbol: BTC, book: 1 },
        ],
        onTick: (ctx, { bid: price, bidSize, ask }) => note(ctx, `tick ${price} x ${bidSize}, ${ask}`),
        onTrade: (ctx, { side, price, quantity }) => note(ctx, `trade ${side} ${price} x ${quantity}`),
        onOrderBook: (ctx, { bids, asks }) => note(ctx, `book ${JSON.stringify([bids, asks])}`),
        onFill: (ctx, { price, quantity }) => note(ctx, `fill ${price} x ${quantity}`),
      },
    );
    const events = eventsOf([0, ...start], [65, 'BID 98 x 1'], [80, 'SELL 99.5 x 3.25'], [200, 'BID 98 x 2']);
    expect(runEvents(strategy, events).fault).toBeNull();
    // Our half stands in the book as anybody's would.
    expect(heard).toEqual([
      '65 tick 99.5 x 3, 100',
      '65 book [[[99.5,3]],[[100,1]]]',
      '80 fill 99.5 x 0.25',
      '80 trade SELL 99.5 x 3.25',
      '80 tick 99.5 x 0.25, 100',
      '80 book [[[99.5,0.25]],[[100,1]]]',
    ]);
  });

  it('is refused where the tape lacks what is asked for', () => {
    const prints = eventsOf([0, 'BUY 100 x 1'], [200, 'BUY 100 x 1']);
    const ticks = timed(
      {},
      {
        watches: () => [
          { symbol: BTC, interval: '1m' },
          { symbol: BTC, ticks: true },
        ],
        onTick: () => undefined,
      },
    );
    expect(() => runEvents(ticks, prints)).toThrow('the strategy follows ticks of BTC/USDT:USDT, and its tape has no book');
    expect(() => runEvents(timed({}), prints, { fills: { ...FREE, participation: '0.1' } })).toThrow(
      'participation is a share of the volume of bars',
    );
  });

  it.each([
    ['prints', ['BUY 100 x 1', 'SELL 99.5 x 1'], ['SELL 98 x 1', 'BUY 98.5 x 9'], '85 SELL 1 at 98 for 0'],
    // The middle of 98 and 98.5 is below 98.5.
    ['a book', start, ['BID 99.5 x 0', 'BID 99 x 0', 'BID 98 x 9', 'ASK 98.5 x 9'], '85 SELL 1 at 98 for 0'],
  ])('sets off a stop by %s when the price comes to it', (_, begin, fall, fill) => {
    const events = eventsOf([0, ...begin], [75, 'BUY 100 x 0.5'], [85, ...fall], [200, 'SELL 97 x 1']);
    const strategy = timed({ 70: (ctx) => ctx.buy(BTC, '1'), 80: (ctx) => ctx.sell(BTC, '1', { stop: '98.5' }) });
    expect(told(runEvents(strategy, events))).toEqual(['70 BUY 1 at 100 for 0', fill]);
  });

  it('is the same over a tape that went through a file', () => {
    const events = eventsOf([0, ...start], [65, 'BUY 100 x 0.01']);
    const bytes = encodeEvents(events);
    expect(decodeEvents(bytes, market)).toEqual(events);
    expect(() => decodeEvents(bytes.subarray(0, -1), market)).toThrow('not all of them');
  });
});
