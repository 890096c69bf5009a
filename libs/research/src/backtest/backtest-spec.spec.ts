import { InvalidSpec } from '../refusals';
import { checkSpec, strategiesOf, type BacktestSpec } from './backtest-spec';

const FILLS = { takerFee: '0.00055', makerFee: '-0.0001', slippageTicks: 0, latency: 0 };
const GOOD: BacktestSpec = {
  strategy: 'ema-cross',
  params: {},
  venue: 'bybit',
  detail: '1m',
  from: 0,
  to: 1,
  balance: '10000',
  maxPositionSize: '1',
  fills: FILLS,
};

const drawnBy = (entry: NonNullable<BacktestSpec['fills']['latencies']>['entry']): BacktestSpec => {
  return { ...GOOD, fills: { ...FILLS, latencies: { entry, report: { kind: 'CONSTANT', ms: 0 }, seed: 1 } } };
};

describe('a backtest that is asked for', () => {
  it('may have every value at the end of its range', () => {
    expect(() => checkSpec(GOOD)).not.toThrow();
    expect(() => checkSpec({ ...GOOD, from: null, to: null, detail: null, fills: { ...FILLS, latency: 600_000 } })).not.toThrow();
  });

  it('may be of several strategies, the first called by its name where it has no label', () => {
    const others = [{ label: 'quick', strategy: 'ema-cross', params: { fast: 5 } }];
    expect(() => checkSpec({ ...GOOD, others })).not.toThrow();
    expect(strategiesOf({ ...GOOD, others })).toEqual([{ label: 'ema-cross', strategy: 'ema-cross', params: {} }, ...others]);
  });

  it('may take fees at either end, and draw how long its orders take', () => {
    expect(() => checkSpec({ ...GOOD, fills: { ...FILLS, takerFee: '0.1', makerFee: '-0.1' } })).not.toThrow();
    const drawn = { kind: 'LOGNORMAL', median: 20, spread: 5, most: 20 } as const;
    expect(() => checkSpec(drawnBy(drawn))).not.toThrow();
    expect(() => checkSpec(drawnBy({ ...drawn, spread: 0 }))).not.toThrow();
    expect(() => checkSpec(drawnBy({ ...drawn, median: 21 }))).toThrow('latency is 20; it must be a whole number from 21 to 600000.');
    expect(() => checkSpec(drawnBy({ ...drawn, median: -1 }))).toThrow('latency is -1; it must be a whole number from 0 to 600000.');
    expect(() => checkSpec(drawnBy({ ...drawn, spread: 5.1 }))).toThrow(
      'latency is lognormal with a spread of 5.1; it must be of a spread from 0 to 5.',
    );
    expect(() => checkSpec(drawnBy({ ...drawn, spread: NaN }))).toThrow(
      'latency is lognormal with a spread of NaN; it must be of a spread from 0 to 5.',
    );
  });

  it.each<[string, Partial<BacktestSpec>, string]>([
    ['an interval that is none', { detail: '2m' as '1m' }, 'detail is 2m; it must be one of 1m, '],
    ['what every object inherits for an interval', { detail: 'constructor' as '1m' }, 'detail is constructor; it must be one of 1m, '],
    [
      'an end before its beginning',
      { from: 60_000, to: 60_000 },
      'to is 1970-01-01T00:01:00.000Z; it must be after 1970-01-01T00:01:00.000Z.',
    ],
    [
      'two strategies of one name',
      { others: [{ label: 'ema-cross', strategy: 'ema-cross', params: {} }] },
      'label is "ema-cross" more than once; it must be another for each strategy.',
    ],
    [
      'a label with a dot, which parts it from a parameter',
      { others: [{ label: 'a.b', strategy: 'grid', params: {} }] },
      'label is "a.b"; it must be 1 to 40 letters, digits, dashes and underscores.',
    ],
    ['no money', { balance: '0' }, 'balance is "0"; it must be a number above 0.'],
    ['a balance in words', { balance: 'much' }, 'balance is "much"; it must be a number above 0.'],
    ['more than all of the equity', { maxPositionSize: '1.01' }, 'maxPositionSize is "1.01"; it must be a number above 0 to 1.'],
    ['a fee of half the value', { fills: { ...FILLS, takerFee: '0.5' } }, 'takerFee is "0.5"; it must be a number from -0.1 to 0.1.'],
    ['half a tick', { fills: { ...FILLS, slippageTicks: 0.5 } }, 'slippage is 0.5; it must be a whole number from 0 to 100000.'],
    [
      'more than the whole volume',
      { fills: { ...FILLS, participation: '1.5' } },
      'participation is "1.5"; it must be a number above 0 to 1.',
    ],
    [
      'latency that ends before it begins',
      { fills: { ...FILLS, latencies: { entry: { kind: 'UNIFORM', least: 80, most: 20 }, report: { kind: 'CONSTANT', ms: 0 }, seed: 1 } } },
      'latency is 20; it must be a whole number from 80 to 600000.',
    ],
    [
      'what rests at a price, of candles',
      { fills: { ...FILLS, restingQuantity: '1' } },
      'resting is "1"; it must be left out unless trades are played',
    ],
    [
      'nothing that rests at a price',
      { data: 'trades', detail: null, fills: { ...FILLS, restingQuantity: '0' } },
      'resting is "0"; it must be a number above 0.',
    ],
    [
      'a queue without a book',
      { data: 'trades', detail: null, fills: { ...FILLS, queue: 'PROPORTIONAL' } },
      'queue is "alike"; it must be back unless a book is played.',
    ],
    ['leverage below one', { margin: { mode: 'CROSS', leverage: '0.5' } }, 'leverage is "0.5"; it must be a number from 1 to 1000.'],
    [
      'a margin mode of its own',
      { margin: { mode: 'HALF' as 'CROSS', leverage: '2' } },
      'margin is HALF; it must be one of CROSS, ISOLATED.',
    ],
    ['a funding rate of a fifth', { funding: { rate: '0.2', hours: 8 } }, 'funding is "0.2"; it must be a number from -0.1 to 0.1.'],
    ['funding every moment', { funding: { rate: '0', hours: 0 } }, 'fundingHours is 0; it must be a whole number from 1 to 24.'],
    ['no course to draw', { monteCarlo: { runs: 0, seed: 1 } }, 'monteCarlo is 0; it must be a whole number from 1 to 100000.'],
    ['a year of weeks', { year: { daysPerYear: 52, riskFreeRate: 0 } }, 'daysPerYear is 52; it must be a whole number from 200 to 366.'],
    ['four per cent as 4', { year: { daysPerYear: 365, riskFreeRate: 4 } }, 'riskFreeRate is 4; it must be a number from -0.1 to 1.'],
    ['no rate', { year: { daysPerYear: 365, riskFreeRate: NaN } }, 'riskFreeRate is NaN; it must be a number from -0.1 to 1.'],
    ['latency below zero', { fills: { ...FILLS, latency: -1 } }, 'latency is -1; it must be a whole number from 0 to 600000.'],
  ])('is refused with %s, naming the range', (_, change, message) => {
    const check = (): void => checkSpec({ ...GOOD, ...change });
    expect(check).toThrow(InvalidSpec);
    expect(check).toThrow(message);
  });
});
