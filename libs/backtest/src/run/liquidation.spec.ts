import { defineStrategy } from '@libs/sdk';
import { barTape } from './bar-tape';
import { runBacktest } from './backtest';
import type { BacktestResult } from './backtest';
import { BTC, FREE, run, scripted, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';
import { eventsOf } from '../../test/events';
import { market, minutes } from '../../test/markets';
import type { EventTape } from './event-tape';
import { InvalidBacktest } from './invalid-backtest';

const ether = { ...market, symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', base: 'ETH' };
const flat = (price: number, bars: number): Rows => Array.from({ length: bars }, () => [price, price, price, price] as const);
const buy = (quantity: string) => (ctx: Context) => ctx.buy(BTC, quantity);
const wallet = ({ ledger }: BacktestResult): string | undefined => ledger.wallet?.['USDT']?.toString();

type Leg = readonly [instrument: typeof market, rows: Rows, act: 'buy' | 'sell', quantity?: string, events?: EventTape];

/** The fills of an account that trades in two markets after the second bar, without a stated leverage. */
function both(...legs: readonly [Leg, Leg]): readonly string[] {
  const strategy = defineStrategy({
    name: 'pair',
    version: '1.0.0',
    title: 'Pair',
    description: 'For tests.',
    params: {},
    warmUp: () => 1,
    watches: () => legs.map(([{ symbol }]) => ({ symbol, interval: '1m' as const })),
    state: () => ({ isDone: false }),
    onBar: (ctx, { symbol }) => {
      if (ctx.warmingUp || ctx.state.isDone || symbol !== legs[1][0].symbol) return;
      for (const [instrument, , act, quantity = '49.5'] of legs) ctx[act](instrument.symbol, quantity);
      ctx.state.isDone = true;
    },
  });
  const markets = legs.map(([instrument, rows, , , events]) => ({
    market: instrument,
    tape: barTape(instrument, '1m', minutes(...rows)),
    ...(events ? { events } : {}),
  }));
  const terms = { settleAsset: 'USDT', balances: { USDT: '10000' }, maxPositionSize: '1', fills: FREE };
  const { fills } = runBacktest({ strategy, params: {}, ...terms, markets });
  return fills.map(({ at, side, quantity, symbol, price }) => `${at / 1_000} ${side} ${quantity} ${symbol} at ${price}`);
}

describe('liquidation', () => {
  const margin = { mode: 'ISOLATED', leverage: '10' } as const;
  const fills = { ...FREE, takerFee: '0.001' };

  it('takes an isolated long over at the price at which its margin is gone', () => {
    // 1 at 100 sets 10 aside. Due where 10 + p − 100 = 0.005 p: p = 90 ÷ 0.995 = 90.452…, on the tick 90. At 90 the margin is gone.
    // https://www.bybit.com/en/help-center/article/Liquidation-Price-Calculation-under-Isolated-Mode-Unified-Trading-Account
    const safe: Rows = [...flat(100, 2), [100, 100, 90.5, 95], ...flat(95, 1)];
    expect(told(run(scripted(buy('1')), safe, { margin, fills }))).toHaveLength(1);
    const fatal: Rows = [...flat(100, 2), [100, 100, 100, 100], [100, 100, 88, 95], ...flat(95, 1)];
    const result = run(scripted(buy('1')), fatal, { margin, fills });
    expect(result.fault).toBeNull();
    // The low comes after 40 seconds, since the high is nearer to the open. The fee is a thousandth of 90.
    expect(told(result)).toEqual(['120 BUY 1 at 100 for 0.1', '220 SELL 1 at 90 for 0.09']);
    expect(result.fills[1]).toMatchObject({ clientOrderId: 'liquidation' });
    expect(wallet(result)).toBe('9989.81');
    expect(result.curve.equity.at(-1)).toBe(9989.81);
  });

  it('mirrors it for a short', () => {
    // 10 + 100 − p = 0.005 p: p = 110 ÷ 1.005 = 109.452…, on the tick 109.5; the margin is gone at 110.
    const sell = (ctx: Context): void => void ctx.sell(BTC, '1');
    const rows: Rows = [...flat(100, 2), [100, 109.5, 100, 100], ...flat(100, 1)];
    expect(told(run(scripted(sell), rows, { margin, fills }))).toEqual(['120 SELL 1 at 100 for 0.1', '160 BUY 1 at 110 for 0.11']);
    const safe: Rows = [...flat(100, 2), [100, 109, 100, 100], ...flat(100, 1)];
    expect(told(run(scripted(sell), safe, { margin, fills }))).toHaveLength(1);
  });

  it('lets the whole account stand in cross margin, and takes its orders away first', () => {
    const open: number[] = [];
    const look = (ctx: Context): void => void open.push(ctx.openOrders.length);
    const acts = [
      (ctx: Context): void => void ctx.sell(BTC, '99.5'),
      (ctx: Context): void => void ctx.buy(BTC, '0.1', { price: '50' }),
      look,
      look,
    ];
    // 9990.05 after the fee. Due where 9990.05 + 99.5 (100 − p) = 99.5 p × (0.005 + 1.1 × 0.001): p = 19940.05 ÷ 100.10695 = 199.187….
    // 0.5 % is to be kept, and the fee to close at 1 + 1 ÷ 10 of the value.
    const upTo = (high: number): BacktestResult => {
      const rows: Rows = [...flat(100, 3), [100, high, 100, 150], ...flat(150, 2)];
      return run(scripted(...acts), rows, { margin: { mode: 'CROSS', leverage: '10' }, fills });
    };
    expect(told(upTo(199))).toHaveLength(1);
    const result = upTo(199.5);
    // The margin is gone at 19940.05 ÷ 99.5 = 200.402…, on the tick 200. 9990.05 − 9950 − 19.9 are left.
    expect(told(result)).toEqual(['120 SELL 99.5 at 100 for 9.95', '220 BUY 99.5 at 200 for 19.9']);
    expect(wallet(result)).toBe('20.15');
    // The order is open at both looks while nothing happens, and gone at both when the venue needed its margin.
    expect(open).toEqual([1, 1, 0, 0]);
  });

  it('never leaves a debt: an insurance fund pays what a liquidated account owes', () => {
    const rows: Rows = [...flat(100, 3), [300, 300, 300, 300], ...flat(300, 1)];
    const strategy = scripted((ctx) => ctx.sell(BTC, '99.5'));
    const result = run(strategy, rows, { margin: { mode: 'CROSS', leverage: '10' }, fills: { ...FREE, takerFee: '0.005' } });
    // The fee leaves 9950.25; gone at 19900.25 ÷ 99.5 = 200.0025…, on the tick 200. 9950.25 − 9950 = 0.25 do not pay a fee of 99.5.
    expect(told(result)).toEqual(['120 SELL 99.5 at 100 for 49.75', '180 BUY 99.5 at 200 for 99.5']);
    expect(wallet(result)).toBe('0');
    expect(result.ledger.capital?.['USDT']?.toString()).toBe('-10099.25');
    expect(result.fault).toBeNull();
  });

  it('does not count on a rebate for the close, however large', () => {
    const result = run(
      scripted((ctx) => ctx.sell(BTC, '99.5')),
      [...flat(100, 3), ...flat(300, 2)],
      { fills: { ...FREE, takerFee: '-0.005' } },
    );
    // 10049.75 with the rebate; gone at 19999.75 ÷ 99.5 = 201.002…, on the tick 201.
    expect(told(result)).toEqual(['120 SELL 99.5 at 100 for -49.75', '180 BUY 99.5 at 201 for -99.9975']);
    expect(wallet(result)).toBe('100.2475');
  });

  it('is the same without a stated leverage, which is 10 in cross margin, and with an order far away', () => {
    const short = (ctx: Context): void => void ctx.sell(BTC, '99.5');
    const rest = (ctx: Context): void => void ctx.buy(BTC, '0.1', { price: '1' });
    const rows: Rows = [...flat(100, 3), [100, 199.5, 100, 100], ...flat(100, 2)];
    const ways = [
      run(scripted(short), rows, { margin: { mode: 'CROSS', leverage: '10' }, fills }),
      run(scripted(short), rows, { fills }),
      run(scripted(short, rest), rows, { fills }),
      run(scripted(short), rows, { fills, stepsEachBar: true }),
    ];
    // As above: due at 199.187….
    for (const way of ways) expect([told(way)[1], wallet(way)]).toEqual(['220 BUY 99.5 at 200 for 19.9', '20.15']);
  });

  it.each([
    ['319.5', ['120 SELL 49.5 BTC/USDT:USDT at 100', '120 BUY 49.5 ETH/USDT:USDT at 100']],
    [
      '320',
      [
        '120 SELL 49.5 BTC/USDT:USDT at 100',
        '120 BUY 49.5 ETH/USDT:USDT at 100',
        '280 BUY 49.5 BTC/USDT:USDT at 321',
        '280 SELL 49.5 ETH/USDT:USDT at 119.5',
      ],
    ],
  ])('values what it holds in calm markets at the prices of that time, when another price goes to %s', (high, fills) => {
    const btc: Rows = [...flat(100, 4), [100, Number(high), 100, 100], ...flat(100, 2)];
    const eth: Rows = [...flat(100, 3), [100, 120, 100, 120], ...flat(120, 3)];
    const result = both([market, btc, 'sell'], [ether, eth, 'buy']);
    // Ethers earned 990 without a move that endangers the account. Due where 10990 + 49.5 (100 − p) = 0.005 × 49.5 (p + 120): p = 319.82….
    // At 320 the last 100 are lost by value: 100 × 320 ÷ 440 ÷ 49.5 = 1.469… make 321.469…, and 0.550… make 119.449….
    expect(result).toEqual(fills);
  });

  it.each([['sell'], ['buy']] as const)('values both at the same moment: what one earns the other may lose, first %s', (first) => {
    const rows: Rows = [...flat(100, 3), [100, 400, 100, 400], ...flat(400, 2)];
    expect(both([market, rows, first], [ether, rows, first === 'sell' ? 'buy' : 'sell'])).toHaveLength(2);
  });

  it('values a market at its last close when its data has ended', () => {
    const btc: Rows = [...flat(100, 5), [100, 310, 100, 100], ...flat(100, 2)];
    const eth: Rows = [...flat(100, 3), [100, 120, 100, 120]];
    // Due at 319.82…, as above.
    expect(both([market, btc, 'sell'], [ether, eth, 'buy'])).toHaveLength(2);
  });

  it('counts coins beside a contract at their price of that moment', () => {
    const spot = { ...market, symbol: 'BTC/USDT', category: 'spot' as const, maxLeverage: 1 };
    const rising: Rows = Array.from({ length: 40 }, (_, n) => [100 + 10 * n, 110 + 10 * n, 100 + 10 * n, 110 + 10 * n] as const);
    const rows: Rows = [...flat(100, 3), ...rising];
    // Ten thousand, whatever the price is; at 500 the contract alone has lost 18,000.
    expect(both([market, rows, 'sell', '45'], [spot, rows, 'buy', '45'])).toEqual([
      '120 SELL 45 BTC/USDT:USDT at 100',
      '120 BUY 45 BTC/USDT at 100',
    ]);
  });

  it('sells coins for what is owed, so that nobody keeps them and has the debt paid', () => {
    const spot = { ...market, symbol: 'BTC/USDT', category: 'spot' as const, maxLeverage: 1 };
    const rows: Rows = [...flat(100, 3), [100, 100, 32.5, 32.5], ...flat(32.5, 2)];
    // 5050 + 49.5 p + 99 (p − 100) = 0.005 × 99 p: p = 32.76…. At 32.5 the account lacks 23.75, so the contract goes at 32.5 + 23.75 ÷ 99, on the
    // tick 33. 5050 − 99 × 67 = −1583 are 48.707… coins, in lots of 0.01.
    expect(both([market, rows, 'buy', '99'], [spot, rows, 'buy', '49.5'])).toEqual([
      '120 BUY 99 BTC/USDT:USDT at 100',
      '120 BUY 49.5 BTC/USDT at 100',
      '220 SELL 99 BTC/USDT:USDT at 33',
      '220 SELL 48.71 BTC/USDT at 32.5',
    ]);
  });

  it('counts coins at the middle of the quotes where nobody trades', () => {
    const spot = { ...market, symbol: 'BTC/USDT', category: 'spot' as const, maxLeverage: 1 };
    const rows: Rows = [...flat(100, 3), [100, 100, 32.5, 32.5], ...flat(32.5, 2)];
    const book = (bid: string, ask: string) => ['CLEAR', `BID ${bid} x 1000`, `ASK ${ask} x 1000`];
    const events = eventsOf([0, ...book('99.5', '100')], [215, ...book('32', '33')], [400, ...book('32', '33')]);
    // As above: 48.707… coins at 32.5. At 100 they would have kept the contract alive.
    expect(both([market, rows, 'buy', '99'], [spot, rows, 'buy', '49.5', events])).toEqual([
      '120 BUY 99 BTC/USDT:USDT at 100',
      '120 BUY 49.5 BTC/USDT at 100',
      '220 SELL 99 BTC/USDT:USDT at 33',
      '220 SELL 48.71 BTC/USDT at 32.5',
    ]);
  });

  it('says what leverage a market allows', () => {
    const wrong = (leverage: string) => () => run(scripted(), flat(100, 4), { margin: { mode: 'CROSS', leverage } });
    expect(wrong('101')).toThrow(InvalidBacktest);
    expect(wrong('101')).toThrow('leverage is 101; on BTC/USDT:USDT it must be from 1 to 100');
  });
});
