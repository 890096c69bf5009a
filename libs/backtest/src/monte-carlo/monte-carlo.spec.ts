import fc from 'fast-check';
import { SeededRandom } from '@libs/simulation';
import { monteCarlo } from './monte-carlo';
import type { Bands, MonteCarloSample } from './monte-carlo';
import { independentIndices, shuffledIndices, stationaryIndices } from './resample';

/** The numbers of `testing/expected_monte_carlo.py`, and what it prints: each quantile lies between two that are a hundredth to its sides. */
const TRADES = [50, -30, 20, -45, 70, -10, 15];
const FEW = TRADES.slice(0, 5);
const DAYS = [
  ...[0.012, -0.004, 0.007, -0.015, 0.003, 0.021, -0.009, -0.002, 0.005, 0.011, -0.018, 0.004, 0.002, -0.006, 0.013],
  ...[0.008, -0.011, -0.001, 0.016, -0.007, 0.009, 0.001, -0.013, 0.006, 0.01, -0.003, 0.014, -0.008],
];
const FALLS_OF_ORDERS = [
  [0.0403587444, 0.0403587444],
  [0.043902439, 0.0441176471],
  [0.0523809524, 0.0535714286],
  [0.0694444444, 0.07],
  [0.0794392523, 0.0833333333],
];
const FALLS_OF_DRAWS = [
  [0.0, 0.0],
  [0.03, 0.0371900826],
  [0.045, 0.045],
  [0.075, 0.0789473684],
  [0.121762987, 0.135],
];
const ENDS_OF_DRAWS = [
  [885.0, 905.0],
  [995.0, 1000.0],
  [1065.0, 1065.0],
  [1130.0, 1135.0],
  [1215.0, 1235.0],
];
const LOSS_OF_DRAWS = 0.24704;
const FALLS_OF_DAYS = [
  [0.015, 0.015],
  [0.0180275431, 0.0180275431],
  [0.0220629464, 0.0228630732],
  [0.0287328294, 0.0289802973],
  [0.0395278301, 0.0424799833],
];
const ENDS_OF_DAYS = [
  [994.629537, 1000.43913],
  [1024.80608, 1026.32196],
  [1043.82848, 1045.51085],
  [1063.34257, 1064.82541],
  [1090.46158, 1096.43655],
];
const RATIOS_OF_DAYS = [
  [-0.26929485, 0.126909393],
  [1.7414886, 1.86084786],
  [3.02884087, 3.11999362],
  [4.31367232, 4.4366385],
  [6.18657763, 6.60425146],
];
const LOSS_OF_DAYS = 0.059215;

const sampleOf = (tradeProfits: readonly number[], days: readonly number[] = []): MonteCarloSample => {
  return { startingEquity: 1_000, tradeProfits, dailyReturns: Float64Array.from(days) };
};

function expectWithin(found: Bands, expected: readonly (readonly number[])[]): void {
  for (const [at, value] of [found.p5, found.p25, found.p50, found.p75, found.p95].entries()) {
    const [low, high] = expected[at] as readonly [number, number];
    expect(value).toBeGreaterThanOrEqual(low - 1e-6 * Math.abs(low) - 1e-9);
    expect(value).toBeLessThanOrEqual(high + 1e-6 * Math.abs(high) + 1e-9);
  }
}

describe('Monte Carlo of a run', () => {
  const runs = 20_000;

  it('finds the falls of all orders of its trades', () => {
    const { shuffled } = monteCarlo(sampleOf(TRADES), { runs, seed: 1 });
    expect(shuffled?.trades).toBe(7);
    expectWithin(shuffled!.maxDrawdown, FALLS_OF_ORDERS);
  });

  it('finds the falls and ends of all draws of its trades', () => {
    const { resampled } = monteCarlo(sampleOf(FEW), { runs, seed: 1 });
    expectWithin(resampled!.maxDrawdown, FALLS_OF_DRAWS);
    expectWithin(resampled!.finalEquity, ENDS_OF_DRAWS);
    expect(Math.abs(resampled!.lossProbability - LOSS_OF_DRAWS)).toBeLessThan(0.015);
  });

  it('finds falls, ends and Sharpe ratios of blocks of its days', () => {
    const { blocks } = monteCarlo(sampleOf([], DAYS), { runs, seed: 1 });
    // 28^(1/3) is 3.04.
    expect([blocks?.days, blocks?.blockDays]).toEqual([28, 4]);
    expectWithin(blocks!.maxDrawdown, FALLS_OF_DAYS);
    expectWithin(blocks!.finalEquity, ENDS_OF_DAYS);
    expectWithin(blocks!.sharpe!, RATIOS_OF_DAYS);
    expect(Math.abs(blocks!.lossProbability - LOSS_OF_DAYS)).toBeLessThan(0.015);
    expect(blocks!.fan.at(-1)).toEqual({ day: 28, ...blocks!.finalEquity });
    expect(blocks!.fan.map(({ day }) => day)).toEqual(Array.from({ length: 28 }, (_, at) => at + 1));
  });

  it('takes off what a day earns without risk, in a year of so many days', () => {
    const drawn = monteCarlo(sampleOf([], DAYS), { runs: 200, seed: 1, daysPerYear: 252, riskFreeRate: 0.504 });
    // 0.504 ÷ 252 is 0.002 a day; the annual ratio of the rest is that of 365 days × √(252 ÷ 365).
    const less = DAYS.map((day) => day - 0.002);
    const { p5, p95 } = monteCarlo(sampleOf([], less), { runs: 200, seed: 1 }).blocks!.sharpe!;
    expect(drawn.blocks!.sharpe!.p5).toBeCloseTo(p5 * Math.sqrt(252 / 365), 9);
    expect(drawn.blocks!.sharpe!.p95).toBeCloseTo(p95 * Math.sqrt(252 / 365), 9);
  });

  it('is the same with the same seed, and another with another', () => {
    const of = (seed: number) => monteCarlo(sampleOf(TRADES, DAYS), { runs: 200, seed });
    expect(of(7)).toEqual(of(7));
    expect(of(7).blocks).not.toEqual(of(8).blocks);
    expect(of(7).shuffled).not.toEqual(of(8).shuffled);
  });

  it('says nothing of too little', () => {
    expect(monteCarlo(sampleOf([5], [0.1]), { runs: 10, seed: 1 })).toEqual({
      runs: 10,
      seed: 1,
      shuffled: null,
      resampled: null,
      blocks: null,
    });
    expect(() => monteCarlo(sampleOf(TRADES), { runs: 0, seed: 1 })).toThrow('runs is 0; it must be a whole number, 1 or more');
  });

  it('has no Sharpe ratio where nothing moves', () => {
    expect(monteCarlo(sampleOf([], [0, 0, 0]), { runs: 10, seed: 1 }).blocks).toMatchObject({ sharpe: null, lossProbability: 0 });
  });

  it('trades no further once nothing is left', () => {
    const { resampled, blocks } = monteCarlo(sampleOf([-1_000, -1_000], [-1, 9]), { runs: 50, seed: 1 });
    expect([resampled!.finalEquity.p5, resampled!.maxDrawdown.p95]).toEqual([0, 1]);
    expect(blocks!.finalEquity.p5).toBe(0);
  });
});

describe('drawing anew', () => {
  const count = fc.integer({ min: 1, max: 60 });

  it('keeps each trade once in another order', () => {
    fc.assert(
      fc.property(count, fc.nat(), (size, seed) => {
        const order = [...shuffledIndices(size, new SeededRandom(seed))];
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, at) => at));
      }),
    );
  });

  it('puts every trade on every place as often', () => {
    const random = new SeededRandom(3);
    const seen = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let n = 0; n < 8_000; n += 1) for (const [place, index] of shuffledIndices(4, random).entries()) seen[place]![index]! += 1;
    // 2,000 each with a deviation of √(8,000 · ¼ · ¾) = 39.
    for (const times of seen.flat()) expect(Math.abs(times - 2_000)).toBeLessThan(5 * 39);
  });

  it('takes blocks of the length that was asked for, on the average', () => {
    const drawn = stationaryIndices(60_000, new SeededRandom(5), 8);
    let blocks = 1;
    for (let at = 1; at < drawn.length; at += 1) if (drawn[at] !== (drawn[at - 1]! + 1) % 60_000) blocks += 1;
    // A block ends with a chance of ⅛ a step: 7,500 with a deviation of √(60,000 · ⅛ · ⅞) = 81.
    expect(Math.abs(blocks - 7_500)).toBeLessThan(5 * 81);
    expect([...stationaryIndices(5, new SeededRandom(1), Infinity)].map((index, at, all) => (index - at - all[0]! + 10) % 5)).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  it('stays within what there is', () => {
    fc.assert(
      fc.property(count, fc.nat(), fc.integer({ min: 1, max: 20 }), (size, seed, length) => {
        const random = new SeededRandom(seed);
        for (const drawn of [independentIndices(size, random), stationaryIndices(size, random, length)]) {
          expect(drawn).toHaveLength(size);
          expect(Math.max(...drawn)).toBeLessThan(size);
        }
      }),
    );
  });
});
