import { planStrategy } from '@libs/sdk';
import type { OrderStatus } from '@libs/sdk';
import { StrategySeat, backtestBars, barsOf, exactBars, playTape } from '@libs/testkit';
import { strategy } from './strategy';

const SYMBOL = 'BTC/USDT:USDT';
/** Safety orders 5 % and 5 + 10 = 15 % away; they cost 1 and 2 base orders, so of 5,000 the base order costs a quarter. */
const TWO = { safetyOrders: 2, deviation: 0.05, stepScale: 2, safetySize: 1, volumeScale: 2 };

type Minutes = readonly (readonly [open: number, high: number, low: number, close: number])[];

function play(minutes: Minutes, params: Readonly<Record<string, unknown>> = {}, symbol = SYMBOL) {
  const bars = minutes.map(([open, high, low, close], n) => ({ start: n * 60_000, open, high, low, close, volume: 100 }));
  const run = backtestBars({ strategy, params: { interval: '1m', ...TWO, ...params }, bars: exactBars(bars), symbol, interval: '1m' });
  expect(run.fault).toBeNull();
  const fills = run.fills.map(
    ({ at, clientOrderId, side, quantity, price }) =>
      `${Math.floor(at / 60_000)}: ${side} ${quantity} at ${price}, ${run.tags.get(clientOrderId)}`,
  );
  return { ...run, fills };
}

/** The first deal begins at the close of the second minute, and is filled at the open of the third. */
const START: Minutes = [
  [100, 100, 100, 100],
  [100, 100, 100, 100],
];

describe('dca', () => {
  it('averages in, takes the profit on the average, and begins the next deal', () => {
    const run = play([
      ...START,
      [100, 100.5, 94, 94.5], // the base order at 100, the first safety order at 95
      [94.5, 99, 94, 98], // 98.90 is 1.5 % above the average of 97.4359
      [98, 98, 98, 98],
    ]);
    // 1,250 at 100 and at 95; the average is 2,499.99993 / 25.657894 = 97.4359, and 1.5 % above it 98.8974.
    expect(run.fills).toEqual([
      '2: BUY 12.5 at 100, base',
      '2: BUY 13.157894 at 95, safety 1',
      '3: SELL 25.657894 at 98.9, take',
      // A quarter of 5 % of 100,037.05 at 98, rounded down to the lot.
      expect.stringMatching(/^4: BUY 12\.759\d+ at 98, base$/) as string,
    ]);
  });

  it('is stopped by the distance from its base order, and rests after the loss', () => {
    const run = play(
      [
        ...START,
        [100, 100, 79, 79], // base order, 95 and 85; 79 is behind the stop at 80
        [78, 78, 77, 77], // closed at the open
        [77, 77, 77, 77],
        [77, 77, 77, 77], // three minutes after the exit
        [77, 77, 77, 77],
        [77, 77, 77, 77],
      ],
      { stop: 0.2, restAfterLoss: 3 },
    );
    // 2,500 at 85 are 29.411764; 12.5 + 13.157894 + 29.411764 are sold.
    expect(run.fills.slice(0, 4)).toEqual([
      '2: BUY 12.5 at 100, base',
      '2: BUY 13.157894 at 95, safety 1',
      '2: BUY 29.411764 at 85, safety 2',
      '3: SELL 55.069658 at 78, stop',
    ]);
    expect(run.fills[4]).toMatch(/^6: BUY .* at 77, base$/);
  });

  it('sells rising prices the other way round', () => {
    const run = play([...START, [100, 106, 100, 105], [105, 105, 100, 100.5], [100.5, 100.5, 100.5, 100.5]], { direction: 'short' });
    // 1,250 / 105 = 11.904761; the average is 2,499.999905 / 24.404761 = 102.43903, and 1.5 % below it 100.90245.
    expect(run.fills.slice(0, 3)).toEqual([
      '2: SELL 12.5 at 100, base',
      '2: SELL 11.904761 at 105, safety 1',
      '3: BUY 24.404761 at 100.9, take',
    ]);
  });

  it('sells on spot what the fees in coins have left', () => {
    const run = play([...START, [100, 100.5, 99.5, 100], [100, 103, 100, 103]], {}, 'BTC/USDT');
    // 12.5 less 0.055 %; what is left has cost 1,250 / 12.493125 = 100.05503, and 1.5 % above it is 101.55585.
    expect(run.fills.slice(0, 2)).toEqual(['2: BUY 12.5 at 100, base', '3: SELL 12.493125 at 101.56, take']);
  });

  it('waits for the RSI where it is told to', () => {
    // With a period of 2: after 100, 98, 96 the RSI is 0, after 97 it is 33, after 99 it is 71.
    const bars = barsOf(100, 98, 96, 97, 99, 98);
    const params = { symbol: SYMBOL, interval: '1m', start: 'rsi', rsiPeriod: 2, startRsi: 40, ...TWO };
    const began = (history: number) => playTape({ strategy, params, symbol: SYMBOL, interval: '1m', bars, history }).orders[0]?.bar;
    expect(began(0)).toBe(2);
    expect(began(3)).toBe(3);
    expect(began(4)).toBeUndefined();
  });

  it('goes on after a restart where it was, and calls the old profit order back for one on the new average', () => {
    const seat = new Seat();
    expect(seat.bar(100)).toEqual(['submit base BUY 12.5']);
    seat.hold('12.5', '100');
    seat.filled('base', '12.5', '100');
    expect(seat.ended('base', 'FILLED')).toEqual([
      'submit take SELL 12.5 at 101.5',
      'submit safety 1 BUY 13.157 at 95',
      'submit safety 2 BUY 29.411 at 85',
    ]);
    seat.restart();
    seat.context.openOrders = [
      { clientOrderId: seat.idOf('take'), symbol: SYMBOL, side: 'SELL', leaves: '12.5', price: '101.5', tag: 'take' },
    ];
    seat.hold('25.657', '97.436');
    expect(seat.filled('safety 1', '13.157', '95')).toEqual(['cancel take']);
    expect(seat.ended('safety 1', 'FILLED')).toEqual(['cancel take']);
    seat.restart();
    seat.context.openOrders = [];
    // 97.436 + 1.5 % = 98.89754, up to the tick of 0.1.
    expect(seat.ended('take', 'CANCELED')).toEqual(['submit take SELL 25.657 at 98.9']);
  });

  it('calls the safety orders back when the profit is taken, and sells what one of them bought meanwhile', () => {
    const seat = new Seat();
    seat.bar(100);
    seat.hold('12.5', '100');
    seat.ended('base', 'FILLED');
    seat.hold('0', '0');
    seat.context.openOrders = [
      { clientOrderId: seat.idOf('safety 1'), symbol: SYMBOL, side: 'BUY', leaves: '13.157', price: '95', tag: 'safety 1' },
    ];
    expect(seat.ended('take', 'FILLED')).toEqual(['cancel safety 1']);
    expect(seat.bar(101)).toEqual(['cancel safety 1']);
    seat.context.openOrders = [];
    seat.hold('13.157', '95');
    seat.filled('safety 1', '13.157', '95');
    expect(seat.ended('safety 1', 'FILLED')).toEqual(['submit profit taken SELL 13.157']);
  });

  it('stays out once somebody else has closed its position', () => {
    const seat = new Seat();
    seat.bar(100);
    seat.hold('12.5', '100');
    seat.ended('base', 'FILLED');
    seat.hold('0', '0');
    expect(seat.bar(100)).toEqual([]);
    seat.ended('take', 'CANCELED');
    seat.ended('safety 1', 'CANCELED');
    seat.ended('safety 2', 'CANCELED');
    expect([seat.bar(100), seat.bar(90), seat.bar(100)]).toEqual([[], [], []]);
  });

  it('asks ever more rarely for safety orders that are refused, but keeps its profit order', () => {
    const seat = new Seat();
    seat.bar(100);
    seat.hold('12.5', '100');
    seat.ended('base', 'FILLED');
    const sent = Array.from({ length: 5 }, () => {
      seat.ended('safety 1', 'DENIED');
      return seat.bar(99);
    });
    const again = ['submit safety 1 BUY 13.157 at 95'];
    expect(sent).toEqual([again, [], again, [], []]);
    seat.ended('take', 'REJECTED');
    expect(seat.bar(99)).toEqual(['submit take SELL 12.5 at 101.5']);
  });

  it('refuses a plan that reaches beyond a price of zero, a stop before its last order, and a short one on spot', () => {
    const problem = (params: object) => {
      const planned = planStrategy(strategy, { symbol: 'BTC/USDT', ...TWO, ...params });
      return planned.ok ? null : planned.problems[0]?.message;
    };
    expect(problem({ safetyOrders: 5, stepScale: 3 })).toBe(
      'the last of 5 safety orders lies 605 % from the base order; with deviation 0.05 and stepScale 3 plan fewer, below 100 %',
    );
    expect(problem({ stop: 0.15 })).toBe(
      'stop is 15 %, but the last of 2 safety orders lies 15 % from the base order; put the stop behind it, or 0 for none',
    );
    expect(problem({ direction: 'short' })).toBe('direction is short; on the spot market BTC/USDT it must be long');
    expect(problem({ stop: 0.16 })).toBeNull();
  });

  it('stops with a sentence where an order is too small for the market', () => {
    const play = (equity: string) =>
      playTape({
        strategy,
        params: { symbol: SYMBOL, ...TWO, volumeScale: 0.5 },
        symbol: SYMBOL,
        interval: '5m',
        bars: barsOf(100, 100, 100),
        equity,
      });
    // 5 % of 200 are 10; of weights 1, 1 and 0.5 the base order is 4.
    expect(() => play('200')).toThrow('the base order would be worth 4, less than BTC/USDT:USDT trades; raise sizeFraction');
    expect(() => play('400')).toThrow(
      'safety order 2 would be worth 4 at 85, less than BTC/USDT:USDT trades; raise sizeFraction or plan fewer',
    );
  });
});

/** Answers in short words. */
class Seat extends StrategySeat {
  constructor() {
    super(strategy, { symbol: SYMBOL, interval: '1m', ...TWO });
  }

  bar(close: number): string[] {
    const bar = { start: 0, open: close, high: close, low: close, close, volume: 1 };
    return this.tell({ type: 'bar', symbol: SYMBOL, interval: '1m', bar }).map(this.briefly);
  }

  filled(tag: string, quantity: string, price: string): string[] {
    return this.fill(tag, { side: 'BUY', quantity, price }).map(this.briefly);
  }

  ended(tag: string, status: OrderStatus): string[] {
    return this.order(tag, status).map(this.briefly);
  }
}
