import type { BacktestResult, BacktestTerms } from './backtest';
import { BTC, FREE, nothing, run, scripted, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';
import { market } from '../../test/markets';
import { runRecordOf } from './run-record-of';

const flat = (price: number, bars: number): Rows => Array.from({ length: bars }, () => [price, price, price, price] as const);
const buy = (quantity: string) => (ctx: Context) => ctx.buy(BTC, quantity);
const wallet = ({ ledger }: BacktestResult): string | undefined => ledger.wallet?.['USDT']?.toString();

/** The tape of `termsOf` with settlements. */
function funded(rows: Rows, funding: BacktestTerms['markets'][number]['funding'], ...acts: ((ctx: Context) => void)[]): BacktestResult {
  return run(scripted(...acts), rows, {}, market, funding);
}

describe('funding', () => {
  // Bought at second 120 at 100; at 180 the price is 101.5, at 240 it is 103, at 300 nothing is held any more.
  const rows: Rows = [...flat(100, 2), [100, 101.5, 100, 101.5], [102, 103, 102, 103], ...flat(103, 2)];
  const acts = [buy('1.23'), nothing, (ctx: Context): void => void ctx.sell(BTC, '1.23'), nothing];

  it('is paid on what is held just before its time, at the price just before its time, to the last digit', () => {
    const rates = [
      { at: 120_000, rate: '0.01' },
      { at: 180_000, rate: '0.000123' },
      { at: 240_000, rate: '-0.0001' },
      { at: 300_000, rate: '0.01' },
    ];
    const result = funded(rows, rates, ...acts);
    // 1.23 × 101.5 × 0.000123 = 0.015355935, half way between two amounts of 8 digits, of which 0.01535594 is the even one;
    // 1.23 × 103 × 0.0001 = 0.012669 comes in.
    expect(result.funding).toEqual([
      { at: 180_000, symbol: BTC, amount: '-0.01535594' },
      { at: 240_000, symbol: BTC, amount: '0.012669' },
    ]);
    // Sold at 103: 1.23 × 3 = 3.69.
    expect(wallet(result)).toBe('10003.68731306');
    expect(result.ledger.funding?.['USDT']?.toString()).toBe('0.00268694');
    expect(result.curve.equity.at(-1)).toBe(10003.68731306);
    const terms = { markets: [], settleAsset: 'USDT', balances: { USDT: '10000' } };
    expect(runRecordOf({ ...result, fills: [] }, terms).funding).toEqual(result.funding);
  });

  it('is paid before a fill of the same moment, in the middle of a bar too', () => {
    // The high of 104 comes after 40 seconds, and with it the fills at 102.
    const walk: Rows = [...flat(100, 3), [100, 104, 100, 104], ...flat(104, 1)];
    const settled = [{ at: 220_000, rate: '0.001' }];
    const sell = (quantity: string) => (ctx: Context) => ctx.sell(BTC, quantity, { price: '102' });
    // A millisecond before, the price is 104, in whole ticks.
    const expected = [{ at: 220_000, symbol: BTC, amount: '-0.104' }];
    expect(funded(walk, settled, buy('1'), sell('1')).funding).toEqual(expected);
    expect(funded(walk, settled, buy('1'), sell('0.4')).funding).toEqual(expected);
    expect(funded(walk, settled, nothing, sell('1')).funding).toEqual([]);
  });

  it('inside a bar takes the price of the walk', () => {
    // Open 100, low 97 after 20 s, high 109 after 40 s: a millisecond before second 150 it is 103 (102.9994 in whole ticks of 0.5).
    const walk: Rows = [...flat(100, 2), [100, 109, 97, 105], ...flat(105, 1)];
    const { funding } = funded(walk, [{ at: 150_000, rate: '0.001' }], buy('1'));
    expect(funding).toEqual([{ at: 150_000, symbol: BTC, amount: '-0.103' }]);
  });
});

describe('a share of the volume', () => {
  // Bars of 100 BTC; a twentieth of one is 5.
  const fills = { ...FREE, participation: '0.05' };

  it('fills a market order in part and ends the rest', () => {
    const seen: string[] = [];
    const look = (ctx: Context): void => void seen.push(ctx.position(BTC).quantity, String(ctx.openOrders.length));
    const result = run(scripted(buy('7'), look, buy('2')), flat(100, 5), { fills });
    expect(told(result)).toEqual(['120 BUY 5 at 100 for 0', '240 BUY 2 at 100 for 0']);
    expect(seen).toEqual(['5', '0']);
  });

  it('fills a limit order bar by bar until it is whole, best prices first', () => {
    const strategy = scripted((ctx) => {
      ctx.buy(BTC, '3', { price: '98' });
      ctx.buy(BTC, '9', { price: '99' });
    });
    // Touched at 99 only: 25 of the 100 trade at each corner, and 5 are ours at most. Then through both.
    const rows: Rows = [...flat(100, 2), [100, 100, 99, 100], [100, 100, 97, 97], [97, 97, 97, 97], ...flat(97, 1)];
    expect(told(run(strategy, rows, { fills }))).toEqual([
      // 40 seconds in: the high is nearer to the open.
      '160 BUY 5 at 99 for 0',
      '220 BUY 4 at 99 for 0',
      '220 BUY 1 at 98 for 0',
      '240 BUY 2 at 98 for 0',
    ]);
  });
});

describe('latency that is drawn', () => {
  it('holds back what is sent and what is told, and is the same again', () => {
    const heard: string[] = [];
    const rows: Rows = [...flat(100, 2), [100, 100, 100, 100], [100, 118, 100, 118], ...flat(118, 2)];
    const latencies = { entry: { kind: 'CONSTANT', ms: 70_000 }, report: { kind: 'CONSTANT', ms: 65_000 }, seed: 3 } as const;
    const look = (ctx: Context): void => void heard.push(`${ctx.marketTime / 1_000}: ${ctx.position(BTC).quantity}`);
    const result = run(scripted(buy('1'), look, look, look), rows, { fills: { ...FREE, latencies } });
    // Sent at second 120, it arrives at 190, when the price still is 100. At 255 we know of it.
    expect(result.fills.map(({ at, price }) => [at / 1_000, price.toString()])).toEqual([[255, '100']]);
    expect(heard).toEqual(['180: 0', '240: 0', '300: 1']);
  });

  it('gives the same run for the same seed, and another for another', () => {
    const rows: Rows = Array.from({ length: 12 }, (_, n) => [100 + n, 140 + n, 60, 100 + n] as const);
    const of = (seed: number): readonly string[] => {
      const model = { kind: 'UNIFORM', least: 0, most: 59_000 } as const;
      const acts = Array.from({ length: 9 }, () => buy('1'));
      return told(run(scripted(...acts), rows, { fills: { ...FREE, latencies: { entry: model, report: model, seed } } }));
    };
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});
