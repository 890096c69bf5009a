import { BTC, FREE, run, scripted, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';

// Bars of 100 BTC, of which 25 trade at each corner of the walk; a tick is 0.5.
const buy = (quantity: string, price: string) => (ctx: Context) => ctx.buy(BTC, quantity, { price });
const sell = (quantity: string, price: string) => (ctx: Context) => ctx.sell(BTC, quantity, { price });
const start: Rows = [
  [100, 100, 100, 100],
  [100, 100, 100, 100],
  [100, 100, 100, 100],
];

describe('a limit order at an extreme of a bar', () => {
  it('gets a quarter of the volume at each corner there, whichever side it is on', () => {
    const low: Rows = [...start, [100, 100, 98, 98], [99, 99, 99, 99]];
    // The low after 40 seconds, and the close.
    expect(told(run(scripted(buy('90', '98')), low))).toEqual(['220 BUY 25 at 98 for 0', '239.999 BUY 25 at 98 for 0']);
    const high: Rows = [...start, [100, 102, 100, 102], [101, 101, 101, 101]];
    expect(told(run(scripted(sell('90', '102')), high))).toEqual(['220 SELL 25 at 102 for 0', '239.999 SELL 25 at 102 for 0']);
  });

  it('has nobody before it where it stood a tick beside the price when it came', () => {
    const rows: Rows = [...start.slice(1), [100, 100, 99.5, 100], [100, 100, 100, 100]];
    expect(told(run(scripted(buy('10', '99.5')), rows))).toEqual(['160 BUY 10 at 99.5 for 0']);
  });
});

describe('a taker beside own limit orders', () => {
  const fills = { ...FREE, slippageTicks: 10 };

  it('does not bring the market to them by its slippage', () => {
    // The price is 100, a buyer pays 105: more than this one would.
    const bid = (ctx: Context): void => ctx.buy(BTC, '1', { price: '102', timeInForce: 'IOC' });
    expect(told(run(scripted(sell('5', '103'), bid), [...start, ...start], { fills }))).toEqual([]);
    const offer = (ctx: Context): void => ctx.sell(BTC, '1', { price: '98', timeInForce: 'IOC' });
    expect(told(run(scripted(buy('5', '97'), offer), [...start, ...start], { fills }))).toEqual([]);
  });

  it('pays a tick more than they bid', () => {
    const rows: Rows = [...start, [98, 100, 98, 100], [100, 100, 100, 100]];
    const market = (ctx: Context): void => ctx.buy(BTC, '1');
    expect(told(run(scripted(buy('90', '98'), market), rows))).toEqual([
      '180 BUY 25 at 98 for 0',
      '180 BUY 1 at 98.5 for 0',
      '200 BUY 25 at 98 for 0',
    ]);
  });
});
