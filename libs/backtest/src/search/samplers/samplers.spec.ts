import fc from 'fast-check';
import { listed, ranged, stepped } from '../space/dimension';
import type { Dimension, Point } from '../space/dimension';
import type { ParameterSpace } from '../space/parameter-space';
import { paramsAt } from '../space/parameter-space';
import { gridSampler } from './grid-sampler';
import { ParzenEstimator } from './parzen';
import { shuffled } from './permutation';
import { randomSampler } from './random-sampler';
import type { Proposal, Sampler } from './sampler';
import { tpeSampler } from './tpe-sampler';

function spaceOf(...dimensions: Dimension[]): ParameterSpace {
  return { dimensions, fixed: {}, size: dimensions.reduce((product, { size }) => product * size, 1) };
}

const integers = (name: string, count: number): Dimension => stepped(name, count, (place) => place);
const small = spaceOf(integers('a', 4), listed('b', ['x', 'y', 'z'], false));

/** Asks for points as a search would, with the score of each; results become known `lag` later. */
function play(sampler: Sampler, trials: number, score: (point: Point) => number | null): Proposal[] {
  const past: { point: Point; score: number | null }[] = [];
  while (past.length < trials) {
    const hidden = past.map((one, at): Proposal => ({ ...one, score: at <= past.length - sampler.lag ? one.score : undefined }));
    const point = sampler.propose(hidden);
    if (point === null) break;
    past.push({ point, score: score(point) });
  }
  return past;
}

const keys = (proposals: readonly Proposal[]): string[] => proposals.map(({ point }) => point.join(' '));

describe('the grid', () => {
  it('tries every point once, in order', () => {
    const found = keys(play(gridSampler(small, 100), 100, () => 0));
    expect(found.slice(0, 4)).toEqual(['0 0', '0 1', '0 2', '1 0']);
    expect([found.length, new Set(found).size]).toEqual([12, 12]);
    expect(keys(play(gridSampler(small, 12), 12, () => 0))).toEqual(found);
  });

  it('refuses what it cannot finish', () => {
    expect(() => gridSampler(small, 11)).toThrow('the grid has 12 points and 11 trials are asked for');
    expect(() => gridSampler(spaceOf(ranged('share', 0, 1)), 11)).toThrow('a grid needs steps: share has none; write share=FROM..TO:STEP');
  });
});

describe('shuffling without a list', () => {
  it('is a permutation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.integer(), (size, seed) => {
        const all = new Set(Array.from({ length: size }, (_, index) => shuffled(index, size, seed)));
        expect(all.size).toBe(size);
        expect(Math.max(...all)).toBe(size - 1);
      }),
    );
  });

  it('spreads over the whole and differs by seed', () => {
    const first = (seed: number): number[] => Array.from({ length: 1_000 }, (_, index) => shuffled(index, 1_000_000, seed));
    const mean = first(7).reduce((sum, at) => sum + at, 0) / 1_000;
    // Of uniform numbers the mean of 1,000 lies within 4.5 of its deviations of 9,129 around the middle.
    expect(Math.abs(mean - 500_000)).toBeLessThan(41_000);
    expect(first(7)).not.toEqual(first(8));
  });
});

describe('random points', () => {
  it('are the same for a seed, each tried once until none is left', () => {
    const found = keys(play(randomSampler(small, 3), 100, () => 0));
    expect(new Set(found).size).toBe(12);
    expect(found).toHaveLength(12);
    expect(keys(play(randomSampler(small, 3), 100, () => 0))).toEqual(found);
    expect(keys(play(randomSampler(small, 4), 100, () => 0))).not.toEqual(found);
  });

  it('lie on whole places all over a space that is too large to count', () => {
    const side = 2 ** 21;
    const found = play(randomSampler(spaceOf(integers('a', side), integers('b', side)), 1), 400, () => 0).flatMap(({ point }) => point);
    expect(found.every((place) => Number.isInteger(place) && place >= 0 && place < side)).toBe(true);
    // Of 800 uniform numbers the mean of 2²⁰ has a deviation of side ÷ √(12 · 800), an hundredth of the side.
    const mean = found.reduce((sum, place) => sum + place, 0) / found.length;
    expect(Math.abs(mean / side - 0.5)).toBeLessThan(0.046);
  });

  it('cover a range without steps', () => {
    const found = play(randomSampler(spaceOf(ranged('share', 0, 1)), 1), 400, () => 0).map(({ point }) => point[0]!);
    const inFirst = found.filter((at) => at < 0.25).length;
    expect(inFirst).toBeGreaterThan(70);
    expect(inFirst).toBeLessThan(130);
  });
});

describe('a Parzen estimator', () => {
  it('is a density: over all of a choice and a range it adds up to one', () => {
    const dimensions = [ranged('x', 0, 1), listed('c', ['a', 'b', 'c'], false)];
    const estimator = new ParzenEstimator(dimensions, [
      [0.2, 0],
      [0.25, 0],
      [0.9, 2],
    ]);
    const steps = 2_000;
    let sum = 0;
    for (let step = 0; step < steps; step += 1)
      for (const choice of [0, 1, 2]) sum += Math.exp(estimator.logDensity([(step + 0.5) / steps, choice])) / steps;
    expect(sum).toBeCloseTo(1, 4);
  });

  it('is highest where most was seen', () => {
    const estimator = new ParzenEstimator([ranged('x', 0, 1)], [[0.2], [0.22], [0.9]]);
    const at = (x: number): number => estimator.logDensity([x]);
    expect(at(0.21)).toBeGreaterThan(at(0.9));
    expect(at(0.9)).toBeGreaterThan(at(0.55));
  });
});

/** https://www.sfu.ca/~ssurjano/branin.html: three minima of 0.397887. */
function branin(x: number, y: number): number {
  return (y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
}

const BRANIN = spaceOf(ranged('x', -5, 10), ranged('y', 0, 15));
const braninScore = (point: Point): number => {
  const { x, y } = paramsAt(BRANIN, point) as { x: number; y: number };
  return -branin(x, y);
};

/** A hill of three whole numbers that depend on each other, on the right one of four choices only. */
const HILL = spaceOf(integers('a', 60), integers('b', 60), integers('c', 60), listed('d', ['n', 'e', 's', 'w'], false));
const hillScore = ([a, b, c, d]: Point): number => -((a! - 41) ** 2 + (b! - a! + 20) ** 2 + (c! - 7) ** 2) - (d === 2 ? 0 : 900);

const bestOf = (proposals: readonly Proposal[]): number => Math.max(...proposals.map(({ score }) => score ?? -Infinity));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('the Bayesian search', () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9];

  it.each([
    ['Branin', BRANIN, braninScore, 100],
    ['a hill of whole numbers and choices', HILL, hillScore, 150],
  ] as const)('finds more of %s than chance does with as many trials', (_, space, score, trials) => {
    const bayes = seeds.map((seed) => bestOf(play(tpeSampler(space, seed), trials, score)));
    const chance = seeds.map((seed) => bestOf(play(randomSampler(space, seed), trials, score)));
    expect(median(bayes)).toBeGreaterThan(median(chance));
    expect(Math.min(...bayes)).toBeGreaterThan(Math.min(...chance));
  });

  it('comes near the minimum of Branin', () => {
    const best = seeds.map((seed) => bestOf(play(tpeSampler(BRANIN, seed), 200, braninScore)));
    expect(-median(best)).toBeLessThan(0.45);
  });

  it('goes the same way again with the same seed', () => {
    const way = (seed: number): string[] => keys(play(tpeSampler(HILL, seed), 60, hillScore));
    expect(way(5)).toEqual(way(5));
    expect(way(5)).not.toEqual(way(6));
  });

  it('tries each point of a small space once, even when nothing has a score', () => {
    for (const score of [(): null => null, ([a]: Point): number => a!]) {
      const found = keys(play(tpeSampler(small, 2), 100, score));
      expect(found).toHaveLength(12);
      expect(new Set(found).size).toBe(12);
    }
  });
});
