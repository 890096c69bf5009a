import { BTC, nothing, run, scripted, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';

const flat = (price: number) => [price, price, price, price] as const;
// Falls to 85 in the fifth minute.
const ROWS: Rows = [flat(100), flat(100), flat(100), flat(100), [100, 100, 85, 100], flat(100)];
// The limit is the equity of 10,000, of which a bid of 60 at 100 takes six thousand.
const bid = (price: string) => (ctx: Context) => ctx.buy(BTC, '60', { price });
const cancel = (ctx: Context): void => ctx.cancel(ctx.openOrders[0]!.clientOrderId);

describe('an order that is cancelled in a backtest', () => {
  it('counts beside one that the same hook sends, as on an exchange, where it may fill first', () => {
    const moved = scripted(bid('95'), (ctx) => {
      cancel(ctx);
      bid('90')(ctx);
    });
    const result = run(moved, ROWS);
    expect([...result.refusals.values()]).toEqual([
      expect.stringMatching(/^MAX_POSITION_SIZE: .*; 60 BTC of that are being cancelled and count until the venue says that they are gone/),
    ]);
    expect(told(result)).toEqual([]);
  });

  it('leaves its room once it is gone', () => {
    const result = run(scripted(bid('95'), cancel, bid('90'), nothing), ROWS);
    expect(result.refusals.size).toBe(0);
    expect(told(result).map((line) => line.slice(line.indexOf('BUY')))).toEqual(['BUY 60 at 90 for 0']);
  });
});
