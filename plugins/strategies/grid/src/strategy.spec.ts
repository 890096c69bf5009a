import { planStrategy } from '@libs/sdk';
import type { StrategyCommand } from '@libs/sdk';
import { StrategySeat, backtestBars, barsOf, exactBars, playTape, type Tape } from '@libs/testkit';
import { strategy } from './strategy';

const SYMBOL = 'BTC/USDT:USDT';
const FOUR_CELLS = { range: 'fixed', lower: '90', upper: '110', cells: 4, spacing: 'arithmetic' };

/** Open, high, low and close of minutes; the price walks by the nearer extreme first. */
type Minutes = readonly (readonly [open: number, high: number, low: number, close: number])[];

function play(minutes: Minutes, params: Readonly<Record<string, unknown>> = {}, symbol = SYMBOL) {
  const bars = minutes.map(([open, high, low, close], n) => ({ start: n * 60_000, open, high, low, close, volume: 100 }));
  const run = backtestBars({ strategy, params: { ...FOUR_CELLS, ...params }, bars: exactBars(bars), symbol, interval: '1m' });
  expect(run.fault).toBeNull();
  const fills = run.fills.map(
    ({ clientOrderId, side, quantity, price }) => `${side} ${quantity} at ${price}, ${run.tags.get(clientOrderId)}`,
  );
  return { ...run, fills };
}

/** The grid is laid at the close of the second minute, at 102. */
const START: Minutes = [
  [102, 102, 102, 102],
  [102, 102, 102, 102],
];

describe('grid', () => {
  it('opens below the price, takes at the next level, opens again, and closes all behind the stop', () => {
    const run = play([
      ...START,
      [102, 102.5, 99, 101], // 100 is bought
      [101, 106, 100.5, 104], // and sold at 105; 100 is wanted again
      [104, 107.5, 104, 107], // above 105, which is wanted from here on
      [107, 107, 94, 96], // 105, 100 and 95 are bought
      [96, 103, 95.5, 102.5], // what was bought at 95 is sold at 100
      [102, 102, 88, 89], // 95 and 90 are bought; 88 is behind the stop at 90 − 2 % = 88.2
      [89, 90, 88.5, 89],
      [89, 106, 89, 105], // too late
    ]);
    // 5,000 for four cells are 1,250 each: 13.888888 at 90, 13.157894 at 95, 12.5 at 100, 11.904761 at 105.
    expect(run.fills).toEqual([
      'BUY 12.5 at 100, open 2',
      'SELL 12.5 at 105, take 2',
      'BUY 11.904761 at 105, open 3',
      'BUY 12.5 at 100, open 2',
      'BUY 13.157894 at 95, open 1',
      'SELL 13.157894 at 100, take 1',
      'BUY 13.157894 at 95, open 1',
      'BUY 13.888888 at 90, open 0',
      'SELL 51.451543 at 89, stop',
    ]);
    // Bought for 7,499.999685, sold for 7,207.476727; fees of 0.02 % of 10,128.289085, and of 0.055 % of 4,579.187327 for the stop.
    expect(run.ledger.wallet?.USDT?.toString()).toBe('99702.93283115');
  });

  it('sells short above the first price with direction neutral, and is stopped on that side too', () => {
    const run = play(
      [
        ...START,
        [102, 106, 101.5, 103], // the cell from 100 to 105 holds the first price, so it is a long one
        [103, 111, 103, 109], // 110 is sold
        [109, 109, 104, 104], // and bought back at 105
        [104, 112.3, 104, 112.3], // sold again; 112.3 is behind 110 + 2 % = 112.2
        [112, 112, 112, 112],
      ],
      { direction: 'neutral' },
    );
    // 1,250 / 110 = 11.363636.
    expect(run.fills).toEqual([
      'SELL 11.363636 at 110, open 3',
      'BUY 11.363636 at 105, take 3',
      'SELL 11.363636 at 110, open 3',
      'BUY 11.363636 at 112, stop',
    ]);
  });

  it('holds no more cells at once than allowed, and keeps those nearest to the price', () => {
    const run = play(
      [
        ...START, // 100 and 95 are wanted
        [102, 107, 102, 107], // 105 and 100 are; 95 is called back
        [107, 107, 107, 107], // gone, so 105 takes its place
        [107, 107, 89, 89],
        [89, 89, 89, 89],
      ],
      { maxHeld: 2, stop: 0 },
    );
    // 5,000 for two cells.
    expect(run.fills).toEqual(['BUY 23.809523 at 105, open 3', 'BUY 25 at 100, open 2']);
  });

  it('sells on spot what the fee in coins has left of a cell', () => {
    const run = play([...START, [102, 102, 99, 101], [101, 106, 101, 106], [106, 106, 106, 106]], {}, 'BTC/USDT');
    // 12.5 less 0.02 % is 12.4975; the fee of the sale is taken in USDT.
    expect(run.fills).toEqual(['BUY 12.5 at 100, open 2', 'SELL 12.4975 at 105, take 2']);
  });

  it('goes on after a restart where it was', () => {
    const seat = new Seat(strategy, { symbol: SYMBOL, ...FOUR_CELLS });
    expect(seat.bar(102).map(tagOf)).toEqual(['open 2', 'open 1', 'open 0']);
    seat.restart();
    expect(seat.filled('open 2', { side: 'BUY', quantity: '12.5', price: '100', held: '12.5' })).toEqual([
      expect.objectContaining({ side: 'SELL', type: 'LIMIT', quantity: '12.5', price: '105', reduceOnly: true, tag: 'take 2' }),
    ]);
    seat.restart();
    // 105 was reached, so what was opened at 100 is wanted again; nothing else is missing.
    expect(seat.filled('take 2', { side: 'SELL', quantity: '12.5', price: '105', held: '0' }).map(tagOf)).toEqual(['open 2']);
    expect(seat.bar(104)).toEqual([]);
  });

  it('takes the profit of parts, and of what a cancelled order had filled', () => {
    const seat = new Seat(strategy, { symbol: SYMBOL, ...FOUR_CELLS });
    seat.bar(102);
    seat.context.positions = { [SYMBOL]: { quantity: '4', averagePrice: '100' } };
    const part = { clientOrderId: 'open 2', symbol: SYMBOL, tag: 'open 2', side: 'BUY', quantity: '4', price: '100' } as const;
    expect(seat.tell({ type: 'fill', ...part })).toEqual([expect.objectContaining({ quantity: '4', price: '105', tag: 'take 2' })]);
    expect(seat.order('open 2', 'CANCELED')).toEqual([]);
    // No second order to open while the part is held.
    expect(seat.bar(101)).toEqual([]);
    expect(seat.filled('take 2', { side: 'SELL', quantity: '4', price: '105', held: '0' }).map(tagOf)).toEqual(['open 2']);
  });

  it('stays out once somebody else has closed its position', () => {
    const seat = new Seat(strategy, { symbol: SYMBOL, ...FOUR_CELLS });
    seat.bar(102);
    seat.filled('open 2', { side: 'BUY', quantity: '12.5', price: '100', held: '12.5' });
    seat.context.positions = {};
    seat.context.openOrders = [{ clientOrderId: 'c0', symbol: SYMBOL, side: 'BUY', leaves: '13.888', price: '90', tag: 'open 0' }];
    // The order to take is still out: whatever closed the position may be about to be told.
    expect(seat.bar(101)).toEqual([]);
    seat.order('take 2', 'CANCELED');
    expect(seat.bar(101)).toEqual([{ kind: 'cancel', clientOrderId: 'c0' }]);
    seat.context.openOrders = [];
    expect(seat.order('open 0', 'CANCELED')).toEqual([]);
    expect(seat.bar(104)).toEqual([]);
  });

  it('asks ever more rarely while it is refused', () => {
    const bars = barsOf(...Array.from({ length: 9 }, () => 102));
    const played = playTape(tape({ bars, fate: () => ({ denied: 'TRADING_HALTED' }) }));
    expect([...new Set(played.orders.map(({ bar }) => bar))]).toEqual([0, 1, 3, 7]);
    expect(played.decisions[4]).toEqual({
      action: 'wait',
      why: '0 of 4 cells are held, 0 wait to open; the last order was refused (TRADING_HALTED), no new ones for 3 bars',
      values: { close: 102, held: 0, opening: 0 },
    });
  });

  it('lays its range around the first live price, or around a given one', () => {
    const around = { range: 'around', span: 0.1, cells: 2, spacing: 'arithmetic', maxHeld: 2 };
    const prices = (params: object): string[] =>
      playTape(tape({ history: 1, fate: () => 'open' }, { ...around, ...params })).orders.map(({ price }) => price!);
    expect(prices({})).toEqual(['91.8']);
    expect(prices({ centre: '101' })).toEqual(['101', '90.9']);
  });

  it('refuses a range without ends, and a short one on spot', () => {
    const problem = (params: object) => {
      const planned = planStrategy(strategy, { symbol: 'BTC/USDT', ...params });
      return planned.ok ? null : planned.problems[0]?.message;
    };
    expect(problem({ range: 'fixed', lower: '110', upper: '90' })).toContain('goes from lower (110) up to upper (90)');
    expect(problem({ direction: 'neutral' })).toBe('direction is neutral; on the spot market BTC/USDT it must be long');
    expect(problem({})).toBeNull();
  });

  it('stops with a sentence where a cell is too small for the market', () => {
    expect(() => playTape(tape({ equity: '100' }))).toThrow(
      /each cell would trade 0\.0\d+ BTC\/USDT:USDT at 90, less than the market takes/,
    );
  });
});

const tagOf = (command: StrategyCommand): string | undefined => (command.kind === 'submit' ? command.tag : command.kind);

function tape(changes: Partial<Tape> = {}, params: Readonly<Record<string, unknown>> = {}): Tape {
  return {
    strategy,
    symbol: SYMBOL,
    interval: '1m',
    bars: barsOf(102, 102, 102),
    ...changes,
    params: { symbol: SYMBOL, ...FOUR_CELLS, ...params },
  };
}

class Seat extends StrategySeat {
  bar(close: number): readonly StrategyCommand[] {
    const bar = { start: 0, open: close, high: close, low: close, close, volume: 1 };
    return this.tell({ type: 'bar', symbol: SYMBOL, interval: '1m', bar });
  }

  /** An order has filled; `held` is the position from then on. */
  filled(tag: string, fill: { side: 'BUY' | 'SELL'; quantity: string; price: string; held: string }): readonly StrategyCommand[] {
    this.hold(fill.held);
    return [...this.fill(tag, fill), ...this.order(tag, 'FILLED')];
  }
}
