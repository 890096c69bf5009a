import fc from 'fast-check';
import { Decimal } from '@libs/kernel';
import { metricsOf } from '../metrics/analysis';
import type { RunFill, RunRecord } from '../metrics/run-record';
import { closedOut, finalEquity } from './close-out';
import { walkForwardEfficiency } from './efficiency';
import { stitched } from './stitch';

const SYMBOL = 'BTC/USDT:USDT';
const HOUR = 3_600_000;

const fill = (at: number, side: RunFill['side'], quantity: string, price: string, fee = '0'): RunFill => ({
  at: at * HOUR,
  symbol: SYMBOL,
  side,
  quantity,
  price,
  fee,
});

/** A run over whole hours with these closes; its curve is what the account would be worth at them. */
function run(from: number, closes: readonly number[], { fills, start }: { fills: readonly RunFill[]; start: string }): RunRecord {
  const times = Float64Array.from(closes, (_, at) => (from + at + 1) * HOUR);
  const markets = [{ symbol: SYMBOL, times, closes: Float64Array.from(closes) }];
  const bare = { from: from * HOUR, to: times.at(-1)!, startingEquity: start, fills, markets };
  const equity = times.map((_, at) => {
    const known = {
      ...bare,
      fills: fills.filter((one) => one.at <= times[at]!),
      markets: [{ symbol: SYMBOL, times, closes: Float64Array.of(closes[at]!) }],
    };
    return finalEquity({ ...known, curve: { times, equity: times } }).toNumber();
  });
  return { ...bare, curve: { times, equity, exposure: new Float64Array(times.length).fill(1) } };
}

describe('a run that is closed out', () => {
  // Two bought at 100 for a fee of 0.2; sold at the last close of 110 for 220 · 0.001 = 0.22: 1000 + 20 − 0.2 − 0.22.
  const open = run(0, [105, 110], { fills: [fill(1, 'BUY', '2', '100', '0.2')], start: '1000' });

  it('pays a taker for what was still held, at the last close', () => {
    const closed = closedOut(open, '0.001');
    expect(closed.fills.at(-1)).toMatchObject({ at: 2 * HOUR, side: 'SELL', reason: 'end of window' });
    expect([finalEquity(open), finalEquity(closed)].map(String)).toEqual(['1019.8', '1019.58']);
    expect([...closed.curve.equity]).toEqual([1_009.8, 1_019.58]);
    expect([...closed.curve.exposure!]).toEqual([1, 0]);
  });

  it('buys a short back', () => {
    const short = run(0, [105, 110], { fills: [fill(1, 'SELL', '2', '100', '0.2')], start: '1000' });
    const closed = closedOut(short, '0.001');
    expect(closed.fills.at(-1)).toMatchObject({
      side: 'BUY',
      quantity: Decimal.parse('2'),
      price: Decimal.parse('110'),
      fee: Decimal.parse('0.22'),
    });
    // 1000 − 20 − 0.2 − 0.22
    expect(finalEquity(closed).toString()).toBe('979.58');
  });

  it('sells what a trade left, less than a lot, for the trade that left it', () => {
    // 0.99 × 10 less 0.1 and 0.1089; then 0.009 goes at what it cost, for 0.9 × 0.001.
    const fills = [fill(1, 'BUY', '0.999', '100', '0.1'), fill(2, 'SELL', '0.99', '110', '0.1089')];
    const left = run(0, [105, 110, 100], { fills, start: '1000' });
    const closed = closedOut({ ...left, markets: left.markets.map((market) => ({ ...market, lotSize: '0.01' })) }, '0.001');
    expect(closed.fills.at(-1)).toMatchObject({ side: 'SELL', fee: Decimal.parse('0.0009'), reason: 'end of window' });
    expect(metricsOf(closed)).toMatchObject({ trades: 1, openTrades: 0, bestTrade: '9.6902', longestTrade: HOUR });
    expect([finalEquity(closed).toString(), closed.curve.equity.at(-1)]).toEqual(['1009.6902', 1_009.6902]);
  });

  it('is left alone where nothing is held', () => {
    const flat = run(0, [105, 110], { fills: [], start: '1000' });
    expect(closedOut(flat, '0.001')).toBe(flat);
  });
});

describe('runs that are stitched', () => {
  const first = closedOut(run(0, [105, 110], { fills: [fill(1, 'BUY', '2', '100', '0.2')], start: '1000' }), '0.001');
  const second = run(2, [100, 90], { fills: [fill(3, 'SELL', '1', '100')], start: '1019.58' });
  const markets = [
    { symbol: SYMBOL, times: Float64Array.of(1, 2, 3, 4).map((hour) => hour * HOUR), closes: Float64Array.of(105, 110, 100, 90) },
  ];

  it('are one run that earns what they earned together', () => {
    const whole = stitched([first, second], markets);
    // 19.58 in the first and 10 in the second.
    const { netProfit, trades, openTrades, maxDrawdown } = metricsOf(whole);
    expect([netProfit, trades, openTrades, maxDrawdown]).toEqual(['29.58', 1, 1, 0]);
    expect([whole.from, whole.to, ...whole.curve.equity]).toEqual([0, 4 * HOUR, 1_009.8, 1_019.58, 1_019.58, 1_029.58]);
  });

  it('must begin with what the one before left, and after it', () => {
    const late = { ...second, startingEquity: '1019.59' };
    expect(() => stitched([first, late], markets)).toThrow('a run begins with 1019.59 and the one before it ended with 1019.58');
    expect(() => stitched([second, first], markets)).toThrow('and the one before it ends at');
    expect(() => stitched([], markets)).toThrow('there is no run to stitch');
  });

  it('earn what they earned together to the last digit, whatever was traded', () => {
    const trade = fc.record({
      buys: fc.boolean(),
      units: fc.integer({ min: 1, max: 999_999 }),
      price: fc.integer({ min: 1, max: 99_999 }),
    });
    const window = fc.record({ trades: fc.array(trade, { maxLength: 6 }), close: fc.integer({ min: 1, max: 99_999 }) });
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 5 }), (windows) => {
        const runs: RunRecord[] = [];
        let start = Decimal.parse('1000000000');
        for (const [at, { trades, close }] of windows.entries()) {
          const fills = trades.map(({ buys, units, price }) =>
            fill(
              at + 1,
              buys ? 'BUY' : 'SELL',
              Decimal.fromUnits(BigInt(units), 3).toString(),
              Decimal.fromUnits(BigInt(price), 2).toString(),
              '0.017',
            ),
          );
          const closed = closedOut(run(at, [close], { fills, start: start.toString() }), '0.00055');
          runs.push(closed);
          start = finalEquity(closed);
        }
        const whole = stitched(runs, runs.at(-1)!.markets);
        expect(finalEquity(whole).toString()).toBe(start.toString());
        expect(metricsOf(whole).netProfit).toBe(start.minus(Decimal.parse('1000000000')).toString());
      }),
    );
  });
});

describe('the efficiency of a walk forward', () => {
  it('is what came of what was promised, by the day', () => {
    // 0.3 in 20 days is promised; 0.02 in 4 days came: (0.02 / 4) / (0.3 / 20).
    const promised = [
      { return: 0.1, time: 10 },
      { return: 0.2, time: 10 },
    ];
    const came = [
      { return: 0.05, time: 2 },
      { return: -0.03, time: 2 },
    ];
    expect(walkForwardEfficiency(promised, came)).toBeCloseTo(1 / 3, 12);
  });

  it('has no value where nothing was promised', () => {
    expect(walkForwardEfficiency([], [])).toBeNull();
    expect(walkForwardEfficiency([{ return: 0, time: 1 }], [{ return: 0.1, time: 1 }])).toBeNull();
    expect(walkForwardEfficiency([{ return: -0.1, time: 1 }], [{ return: 0.1, time: 1 }])).toBeNull();
  });
});
