import { Decimal } from '@libs/kernel';
import { market } from '../../test/markets';
import { BTC, run, scripted, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';

const rows: Rows = Array.from({ length: 6 }, () => [100, 100, 100, 100] as const);
const reason = 'INVALID_REQUEST: the quantity must be above zero';

/** A hundredth of a cent buys less than a lot. */
const nothing = (ctx: Context): string => ctx.quantityFor(BTC, '0.0001');
const buy = (ctx: Context): void => void ctx.buy(BTC, nothing(ctx));
const bracket = (ctx: Context): void =>
  void ctx.bracket(BTC, { entry: { side: 'BUY', quantity: nothing(ctx) }, stopLoss: '90', takeProfit: '110' });
const enough = (ctx: Context): void => void ctx.buy(BTC, '1');

describe('an amount too small to trade', () => {
  // The documented way to size an order, ctx.buy(symbol, ctx.quantityFor(…)), ended the strategy on a small account.
  it.each([
    ['an order', buy],
    ['a bracket', bracket],
  ])('is denied as %s, and the strategy goes on', (_, small) => {
    for (const stepsEachBar of [false, true]) {
      const result = run(scripted(small, enough), rows, { stepsEachBar });
      expect(result.fault).toBeNull();
      expect([...result.refusals.values()]).toEqual([reason]);
      expect(told(result)).toHaveLength(1);
    }
  });

  it('is denied where the market has no minimum too', () => {
    const free = { ...market, minQuantity: Decimal.ZERO, minNotional: Decimal.ZERO };
    for (const stepsEachBar of [false, true]) {
      const result = run(scripted(buy, enough), rows, { stepsEachBar }, free);
      expect([[...result.refusals.values()], told(result).length]).toEqual([[reason], 1]);
    }
  });
});
