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

  it('shares what trades there with another of ours at its price, the older first', () => {
    const fills = { ...FREE, participation: '1' };
    const low: Rows = [...start, [100, 100, 98, 100], [100, 100, 100, 100]];
    const both = (ctx: Context): void => {
      ctx.buy(BTC, '20', { price: '98' });
      ctx.buy(BTC, '20', { price: '98' });
    };
    // 25 trade at the low.
    expect(told(run(scripted(both), low, { fills }))).toEqual(['220 BUY 20 at 98 for 0', '220 BUY 5 at 98 for 0']);
  });

  it('has nobody before it where it stood a tick beside the price when it came', () => {
    const rows: Rows = [...start.slice(1), [100, 100, 99.5, 100], [100, 100, 100, 100]];
    expect(told(run(scripted(buy('10', '99.5')), rows))).toEqual(['160 BUY 10 at 99.5 for 0']);
  });
});

describe('a taker beside own limit orders', () => {
  const fills = { ...FREE, slippageTicks: 10 };

  it('does not bring the market to them by its slippage', () => {
    // The price is 100 and a buyer pays up to 105, but this one no more than 102.
    const bid = (ctx: Context): void => void ctx.buy(BTC, '1', { price: '102', timeInForce: 'IOC' });
    expect(told(run(scripted(sell('5', '103'), bid), [...start, ...start], { fills }))).toEqual(['180 BUY 1 at 102 for 0']);
    const offer = (ctx: Context): void => void ctx.sell(BTC, '1', { price: '98', timeInForce: 'IOC' });
    expect(told(run(scripted(buy('5', '97'), offer), [...start, ...start], { fills }))).toEqual(['180 SELL 1 at 98 for 0']);
  });

  it('pays a tick more than they bid', () => {
    const rows: Rows = [...start, [98, 100, 98, 100], [100, 100, 100, 100]];
    const market = (ctx: Context): void => void ctx.buy(BTC, '1');
    expect(told(run(scripted(buy('90', '98'), market), rows))).toEqual([
      '180 BUY 25 at 98 for 0',
      '180 BUY 1 at 98.5 for 0',
      '200 BUY 25 at 98 for 0',
    ]);
  });
});

describe('a limit order that is cancelled with a latency', () => {
  // After the high of 100, which ends 20 seconds in, the price falls to 90 within 20 seconds.
  const rows: Rows = [...start, [100, 100, 100, 100], [100, 100, 90, 90], [90, 90, 90, 90]];
  const cancel = (ctx: Context): void => ctx.cancel(ctx.openOrders[0]!.clientOrderId);
  const fills = { ...FREE, latency: 35_000 };

  it('is filled where the price went through it before the cancel arrives', () => {
    // At 275 the price is 92.5; from then on nothing is open.
    expect(
      told(
        run(
          scripted(buy('5', '98'), () => undefined, cancel),
          rows,
          { fills },
        ),
      ),
    ).toEqual(['275 BUY 5 at 98 for 0']);
    const rationed = { ...fills, participation: '0.01' };
    expect(
      told(
        run(
          scripted(buy('5', '98'), () => undefined, cancel),
          rows,
          { fills: rationed },
        ),
      ),
    ).toEqual(['275 BUY 1 at 98 for 0']);
  });

  it('is gone where it did not come so far', () => {
    expect(
      told(
        run(
          scripted(buy('5', '92.5'), () => undefined, cancel),
          rows,
          { fills },
        ),
      ),
    ).toEqual([]);
  });
});

describe('limit orders of a position whose margin runs out', () => {
  const margin = { mode: 'ISOLATED', leverage: '10' } as const;
  const enter = (ctx: Context): void => void ctx.buy(BTC, '50');
  const rows: Rows = [...start, [100, 100, 80, 82], [82, 82, 82, 82]];

  it('are cancelled when the price comes to its liquidation before them', () => {
    // Due where 500 + 50 (p − 100) = 50 p × 0.005, at 90.452…
    expect(told(run(scripted(enter, buy('40', '85')), rows, { margin }))).toEqual(['120 BUY 50 at 100 for 0', '220 SELL 50 at 90 for 0']);
  });

  it('are filled when the price comes to them first, and it is liquidated where the larger position is due', () => {
    const ladder = (ctx: Context): void => [buy('20', '95'), buy('20', '85')].forEach((order) => order(ctx));
    // 70 cost 6900, their margin is 690: due where 690 + 70 p − 6900 = 70 p × 0.005, at 89.160…; it is gone at 88.714…, on the tick 89
    expect(told(run(scripted(enter, ladder), rows, { margin }))).toEqual([
      '120 BUY 50 at 100 for 0',
      '220 BUY 20 at 95 for 0',
      '220 SELL 70 at 89 for 0',
    ]);
  });

  it('of a short too, also where the price leaps over them, and with a share of the volume', () => {
    const short = (ctx: Context): void => void ctx.sell(BTC, '5');
    const leap: Rows = [...start, [100, 100, 100, 100], [120, 120, 120, 120], [120, 120, 120, 120]];
    // Due at 109.452…, gone at 110.
    const expected = ['120 SELL 5 at 100 for 0', '240 BUY 5 at 110 for 0'];
    expect(told(run(scripted(short, sell('4', '115')), leap, { margin }))).toEqual(expected);
    const fills = { ...FREE, participation: '0.1' };
    expect(told(run(scripted(short, sell('4', '115')), leap, { margin, fills }))).toEqual(expected);
  });

  it('are cancelled also where an order arrives beyond', () => {
    // The third order arrives half way between 20 seconds, when the price is 100, and the low of 80.
    const acts = [enter, buy('40', '88'), (ctx: Context): void => void ctx.buy(BTC, '1')];
    const slow: Rows = [...start, [100, 100, 100, 100], [100, 100, 80, 80], [80, 80, 80, 80]];
    expect(told(run(scripted(...acts), slow, { margin, fills: { ...FREE, latency: 35_000 } }))).toEqual([
      '155 BUY 50 at 100 for 0',
      '275 SELL 50 at 90 for 0',
      '275 BUY 1 at 85 for 0',
    ]);
  });
});

describe('a limit order between the price and what a taker pays', () => {
  const fills = { ...FREE, takerFee: '0.001', slippageTicks: 2 };

  it('takes at its limit, with the fee of a taker', () => {
    const rows: Rows = [...start, [100, 100, 90, 90], [90, 90, 90, 90]];
    expect(told(run(scripted(buy('1', '100.5')), rows, { fills }))).toEqual(['120 BUY 1 at 100.5 for 0.1005']);
    expect(told(run(scripted(buy('1', '102')), rows, { fills }))).toEqual(['120 BUY 1 at 101 for 0.101']);
    expect(told(run(scripted(sell('1', '99')), rows, { fills }))).toEqual(['120 SELL 1 at 99 for 0.099']);
  });

  it('is not posted', () => {
    const post = (ctx: Context): void => void ctx.buy(BTC, '1', { price: '100.5', postOnly: true });
    expect(told(run(scripted(post), [...start, ...start], { fills }))).toEqual([]);
  });
});
