import { decimal } from '@libs/kernel';
import type { MarketInstrument } from '@libs/simulation';
import { market } from '../../test/markets';
import { BTC, FREE, nothing, run, scripted, termsOf, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';
import type { BacktestResult } from './backtest';
import { reportOf } from '../report/report-of';
import { fillHash } from './fill-hash';
import { runRecordOf } from './run-record-of';

/** To eight digits: the curve is made of binary floats. */
const equity = ({ curve }: BacktestResult): readonly number[] => [...curve.equity].map((value) => Number(value.toFixed(8)));

const wallet = ({ ledger }: BacktestResult): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(ledger.wallet ?? {}).map(([asset, amount]) => [asset, amount.toString()]));

/** What a run paid in fees and realised before them, in USDT. */
const books = ({ ledger }: BacktestResult): { fees: string; realised: string } => ({
  fees: (ledger.fees?.['USDT'] ?? decimal('0')).toString(),
  realised: (ledger.realised?.['USDT'] ?? decimal('0')).negated().toString(),
});

/*
 * Tapes of minutes, worked out by hand. The first minute is warm-up; acts happen at the closes of the next ones, so the first act is
 * at second 120. A tick is 0.5 and a lot 0.01. Each begins with 10,000 USDT.
 */
describe('golden tapes', () => {
  it('long and flat, with fees', () => {
    const rows: Rows = [
      [100, 100, 100, 100],
      [100, 102, 99, 101],
      [103, 104, 103, 104],
      [104, 110, 104, 110],
      [109, 109, 105, 105],
    ];
    const strategy = scripted(
      (ctx) => ctx.buy(BTC, '2'),
      nothing,
      (ctx) => void ctx.closePosition(BTC),
    );
    const result = run(strategy, rows, { fills: { ...FREE, takerFee: '0.001' } });
    // 2 × 103 = 206 bought, 2 × 109 = 218 sold: 12 of profit; fees of a thousandth are 0.206 and 0.218.
    expect(told(result)).toEqual(['120 BUY 2 at 103 for 0.206', '240 SELL 2 at 109 for 0.218']);
    expect(books(result)).toEqual({ realised: '12', fees: '0.424' });
    expect(wallet(result)).toEqual({ USDT: '10011.576' });
    // Nothing held; 2 × (104 − 103) − 0.206; 2 × (110 − 103) − 0.206; 12 − 0.424.
    expect(equity(result)).toEqual([10_000, 10_001.794, 10_013.794, 10_011.576]);
    expect(fillHash(result.fills)).toBe('ba42876009ba8c04');
  });

  it('turns over, and parts of a position take their share of its cost', () => {
    const rows: Rows = [
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [100.5, 101, 100.5, 101],
      [102, 102, 102, 102],
      [99, 99, 98, 98],
      [97.5, 97.5, 97.5, 97.5],
    ];
    const strategy = scripted(
      (ctx) => ctx.buy(BTC, '1'),
      (ctx) => ctx.buy(BTC, '2'),
      (ctx) => ctx.sell(BTC, '1'),
      (ctx) => ctx.sell(BTC, '5'),
      (ctx) => ctx.buy(BTC, '3', { reduceOnly: true }),
    );
    const result = run(strategy, rows, { fills: { ...FREE, takerFee: '0.00055' } });
    // Fees: 100, 201, 102, 495 and 292.5 of value × 0.00055.
    expect(told(result)).toEqual([
      '120 BUY 1 at 100 for 0.055',
      '180 BUY 2 at 100.5 for 0.11055',
      '240 SELL 1 at 102 for 0.0561',
      '300 SELL 5 at 99 for 0.27225',
      '360 BUY 3 at 97.5 for 0.160875',
    ]);
    // 3 cost 301. One goes for 301 ÷ 3 = 100.33333333: 102 − 100.33333333 = 1.66666667 realised, 2 that cost 200.66666667 stay.
    // Those go at 99: 198 − 200.66666667 = −2.66666667, and 3 are short at 99: 297. Bought back for 292.5: 4.5. In sum 3.5.
    expect(books(result)).toEqual({ realised: '3.5', fees: '0.654775' });
    expect(wallet(result)).toEqual({ USDT: '10002.845225' });
    // At the closes: nothing; 1 at 100; 3 × 101 − 301 − 0.16555; 1.66666667 + 2 × 102 − 200.66666667 − 0.22165;
    // 1.66666667 − 2.66666667 + 297 − 3 × 98 − 0.4939; the end.
    expect(equity(result)).toEqual([10_000, 9_999.945, 10_001.83445, 10_004.77835, 10_001.5061, 10_002.845225]);
    expect(fillHash(result.fills)).toBe('0d50e3487496dfec');
  });

  it('limit orders inside bars: one rests, one takes, one must not rest', () => {
    const rows: Rows = [
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [97, 97, 90, 92],
      [93, 99, 93, 97],
      [97, 98, 96, 96],
    ];
    const strategy = scripted(
      // Rests below the market; a limit above it takes what is offered at the open.
      (ctx) => {
        ctx.buy(BTC, '1', { price: '95', postOnly: true });
        ctx.buy(BTC, '2', { price: '99' });
      },
      // Rests above the market; the other one finds nobody at 95 when it comes to the open of 93, and does not wait.
      (ctx) => {
        ctx.sell(BTC, '3', { price: '98' });
        ctx.sell(BTC, '3', { price: '95', timeInForce: 'IOC' });
      },
    );
    const result = run(strategy, rows, { fills: { ...FREE, makerFee: '0.0002', takerFee: '0.00055' } });
    // The second bar walks 97, 97, 90, 92 (its high is nearer to the open), a third of a minute each: 90, and with it 95, is
    // reached at its 40th second. The third walks 93, 93, 99, 97: 99 after 40 seconds too.
    // Fees: 2 × 97 × 0.00055 = 0.1067, 95 × 0.0002 = 0.019, 3 × 98 × 0.0002 = 0.0588.
    expect(told(result)).toEqual(['120 BUY 2 at 97 for 0.1067', '160 BUY 1 at 95 for 0.019', '220 SELL 3 at 98 for 0.0588']);
    // 294 − 194 − 95 = 5; fees 0.1845.
    expect(books(result)).toEqual({ realised: '5', fees: '0.1845' });
    expect(wallet(result)).toEqual({ USDT: '10004.8155' });
    // Nothing; 3 × 92 − 289 − 0.1257; then nothing is held.
    expect(equity(result)).toEqual([10_000, 9_986.8743, 10_004.8155, 10_004.8155]);
    expect(fillHash(result.fills)).toBe('a498560c5c92cc07');
  });

  it('an order that takes its time, and slippage', () => {
    const rows: Rows = [
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [100, 112, 97, 106],
      [106, 106, 106, 106],
      [108, 108, 102, 102],
    ];
    const strategy = scripted(
      (ctx) => ctx.buy(BTC, '1'),
      nothing,
      (ctx) => void ctx.closePosition(BTC),
    );
    const result = run(strategy, rows, { fills: { ...FREE, takerFee: '0.001', slippageTicks: 2, latency: 10_000 } });
    // Second 130 is half way from the open of 100 to the low of 97 at second 140: 98.5, and two ticks beyond. Second 250 is half way
    // from 108 to the high of 108, so still there, and two ticks below. Fees of a thousandth.
    expect(told(result)).toEqual(['130 BUY 1 at 99.5 for 0.0995', '250 SELL 1 at 107 for 0.107']);
    expect(books(result)).toEqual({ realised: '7.5', fees: '0.2065' });
    expect(wallet(result)).toEqual({ USDT: '10007.2935' });
    // Nothing; 106 − 99.5 − 0.0995, twice; 7.5 − 0.2065.
    expect(equity(result)).toEqual([10_000, 10_006.4005, 10_006.4005, 10_007.2935]);
    expect(fillHash(result.fills)).toBe('07b9aef0921031fa');
  });

  it('a fee that spot takes out of the coin', () => {
    const spot: MarketInstrument = { ...market, symbol: 'BTC/USDT', category: 'spot', maxLeverage: 1 };
    const sell = (ctx: Context): void => void ctx.sell('BTC/USDT', '0.99');
    const rows: Rows = [
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [100, 105, 100, 105],
      [110, 110, 104, 104],
    ];
    const strategy = scripted((ctx) => ctx.buy('BTC/USDT', '1'), sell);
    const result = run(strategy, rows, { fills: { ...FREE, takerFee: '0.001' } }, spot);
    // Of 1 BTC a thousandth stays with the venue, so 0.999 is held; 0.99 × 110 = 108.9 comes back, less 0.1089.
    expect(told(result)).toEqual(['120 BUY 1 at 100 for 0.001', '180 SELL 0.99 at 110 for 0.1089']);
    expect(wallet(result)).toEqual({ USDT: '10008.7911', BTC: '0.009' });
    // Nothing; 9,900 and 0.999 × 105; 10,008.7911 and 0.009 × 104.
    expect(equity(result)).toEqual([10_000, 10_004.895, 10_009.7271]);
    expect(fillHash(result.fills)).toBe('63fa52c1d134911b');
    // The 0.009 that no order can sell keeps no trade open: 0.99 × 10 less 0.1 and 0.1089, and 0.009 that cost 100 is at 104.
    const subject = { title: 'Spot', strategy: 'scripted', version: '1.0.0', params: {}, quote: 'USDT' };
    const { metrics, trades } = reportOf(runRecordOf(result, termsOf(rows, {}, spot)), subject);
    expect(trades).toMatchObject([{ quantity: '0.999', entryPrice: '100', exitPrice: '110', profit: '9.6911', closedAt: 180_000 }]);
    expect(metrics).toMatchObject({ trades: 1, openTrades: 0, winRate: 1, bestTrade: '9.6911', netProfit: '9.7271', fees: '0.2089' });
  });
});
