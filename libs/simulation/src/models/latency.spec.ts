import { SeededRandom } from '../random/seeded-random';
import { drawLatency, type LatencyModel } from './latency';

const draws = (model: LatencyModel, seed = 1, count = 2_001): number[] => {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => drawLatency(model, random));
};

const middle = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

describe('a latency', () => {
  it('is always the same when constant', () => {
    expect(new Set(draws({ kind: 'CONSTANT', ms: 12 }))).toEqual(new Set([12]));
  });

  it('lies between its bounds when uniform, and reaches both', () => {
    const all = draws({ kind: 'UNIFORM', least: 3, most: 9 });
    expect([Math.min(...all), Math.max(...all)]).toEqual([3, 9]);
  });

  it('has half of its draws on each side of the median, a longer tail above, and an end', () => {
    const all = draws({ kind: 'LOGNORMAL', median: 100, spread: 0.5, most: 300 });
    expect(Math.abs(middle(all) - 100)).toBeLessThan(5);
    expect(Math.max(...all)).toBe(300);
    // e^(±0.5) at one deviation: 61 below, 165 above.
    const sorted = all.toSorted((a, b) => a - b);
    expect(Math.abs(sorted[Math.round(all.length * 0.1587)]! - 61)).toBeLessThan(5);
    expect(Math.abs(sorted[Math.round(all.length * 0.8413)]! - 165)).toBeLessThan(12);
  });

  it('is drawn alike from the same seed, otherwise from another', () => {
    const model: LatencyModel = { kind: 'LOGNORMAL', median: 50, spread: 1, most: 1_000 };
    expect(draws(model, 7)).toEqual(draws(model, 7));
    expect(draws(model, 7)).not.toEqual(draws(model, 8));
  });
});
