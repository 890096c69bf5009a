import { BTC, nothing, run, scripted, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';

const flat = (price: number) => [price, price, price, price] as const;
const enter =
  (more: { price?: string } = {}) =>
  (ctx: Context) =>
    ctx.bracket(BTC, { entry: { side: 'BUY', quantity: '2', ...more, tag: 'idea' }, stopLoss: '95', takeProfit: '110' });
const START: Rows = [flat(100), flat(100), flat(100)];

describe('a bracket in a backtest', () => {
  it('takes the profit where the market comes there first', () => {
    // Open 100, high 111 after 20 s, low 90 after 40 s: the profit is at 110, and no stop is left for the fall.
    const { fills, tags, fault } = run(scripted(enter()), [...START, [100, 111, 88, 100], flat(90)]);
    expect(fault).toBeNull();
    expect(told({ fills })).toEqual(['120 BUY 2 at 100 for 0', '200 SELL 2 at 110 for 0']);
    expect(fills.map(({ clientOrderId }) => tags.get(clientOrderId))).toEqual(['idea', 'take-profit']);
  });

  it('stops the loss where the market comes there first', () => {
    // Low 90 after 20 s, high 111 after 40 s: 95 after ten seconds of the fall.
    const { fills, tags } = run(scripted(enter()), [...START, [100, 111, 90, 100], flat(110)]);
    expect(told({ fills })).toEqual(['120 BUY 2 at 100 for 0', '190 SELL 2 at 95 for 0']);
    expect(tags.get(fills[1]!.clientOrderId)).toBe('stop-loss');
  });

  it('has no exits before its entry fills, and none behind it when it never does', () => {
    const missed: Rows = [...START, flat(111), flat(94)];
    expect(
      told(
        run(
          scripted(enter({ price: '90' }), (ctx) => ctx.cancel(ctx.openOrders[0]!.clientOrderId), nothing),
          missed,
        ),
      ),
    ).toEqual([]);
  });

  it('is bought and stopped out in one bar that falls through both', () => {
    // From 100 down to 90 in 20 s: the entry at 98 fills when the price has come to the low, and the stop follows at once.
    const { fills } = run(scripted(enter({ price: '98' })), [...START, [100, 111, 90, 100]]);
    expect(told({ fills })).toEqual(['200 BUY 2 at 98 for 0', '200 SELL 2 at 90 for 0']);
  });

  it('shows its exits, and gives way to a target', () => {
    const seen: unknown[] = [];
    const look = (ctx: Context): void =>
      void seen.push(ctx.openOrders.map(({ stop, price, bracket }) => [stop ?? price, bracket !== undefined]));
    const leave = (ctx: Context): void => void seen.push(ctx.target(BTC, '0').length);
    const { fills } = run(scripted(enter(), look, leave, leave, look), [...START, ...Array.from({ length: 4 }, () => flat(100))]);
    expect(seen).toEqual([
      [
        ['95', true],
        ['110', true],
      ],
      0,
      1,
      [],
    ]);
    expect(told({ fills })).toEqual(['120 BUY 2 at 100 for 0', '300 SELL 2 at 100 for 0']);
  });

  it('gives the same trades where the core is stepped over every bar', () => {
    const rows: Rows = [...START, ...Array.from({ length: 30 }, (_, n) => [100 + (n % 5), 106 + (n % 7), 96 - (n % 3), 101] as const)];
    const quick = told(run(scripted(enter()), rows));
    expect(quick).toHaveLength(2);
    expect(told(run(scripted(enter()), rows, { stepsEachBar: true }))).toEqual(quick);
  });
});
