import type { SeededRandom } from '@libs/simulation';
import type { Point } from '../space/dimension';
import { pointAt } from '../space/parameter-space';
import type { ParameterSpace } from '../space/parameter-space';
import { ParzenEstimator } from './parzen';
import { shuffled } from './permutation';
import { COUNTABLE, drawn } from './random-sampler';
import type { Proposal, Sampler } from './sampler';
import { trialRandom } from './trial-random';

/** This many trials can run at once without waiting for each other's results. */
const LAG = 16;
const BY_CHANCE = 20;
const CANDIDATES = 24;
const MOST_GOOD = 25;

/**
 * Bayesian search with a tree-structured Parzen estimator. The best tenth of the trials (at most 25) and all others each form a density; of
 * 24 candidates drawn from the first, the one with the highest ratio of both densities is tried. Trials without a score belong to the
 * others. The first 20 points are random. In a finite space no point is tried twice. Bergstra, Bardenet, Bengio and Kégl, Algorithms for
 * Hyper-Parameter Optimization, NIPS 2011: https://papers.nips.cc/paper/4443-algorithms-for-hyper-parameter-optimization; choices as in
 * Watanabe, Tree-Structured Parzen Estimator, 2023: https://arxiv.org/abs/2304.11127
 */
export function tpeSampler(space: ParameterSpace, seed: number): Sampler {
  return {
    lag: LAG,
    propose: (past) => {
      const random = trialRandom(seed, past.length);
      const known = past.filter(({ score }) => score !== undefined);
      const tried = new Set(past.map(({ point }) => keyOf(point)));
      if (tried.size >= space.size) return null;
      const scored = known.filter(({ score }) => score !== null).length;
      if (past.length < BY_CHANCE || scored < 2) return untried(space, tried, random);
      return mostPromising(space, known, tried, random) ?? untried(space, tried, random);
    },
  };
}

function mostPromising(space: ParameterSpace, known: readonly Proposal[], tried: ReadonlySet<string>, random: SeededRandom): Point | null {
  const ranked = known.toSorted((a, b) => (b.score ?? -Infinity) - (a.score ?? -Infinity));
  const count = Math.min(MOST_GOOD, Math.ceil(0.1 * ranked.length));
  const points = ranked.map(({ point }) => point);
  const good = new ParzenEstimator(space.dimensions, points.slice(0, count));
  const other = new ParzenEstimator(space.dimensions, points.slice(count));
  let best: Point | null = null;
  let highest = -Infinity;
  for (let n = 0; n < CANDIDATES; n += 1) {
    const candidate = good.sample(random);
    if (tried.has(keyOf(candidate))) continue;
    const promise = good.logDensity(candidate) - other.logDensity(candidate);
    if (promise <= highest) continue;
    highest = promise;
    best = candidate;
  }
  return best;
}

function untried(space: ParameterSpace, tried: ReadonlySet<string>, random: SeededRandom): Point {
  if (space.size > COUNTABLE) return drawn(space, random);
  const salt = random.next();
  for (let index = 0; ; index += 1) {
    const point = pointAt(space, shuffled(index, space.size, salt));
    if (!tried.has(keyOf(point))) return point;
  }
}

function keyOf(point: Point): string {
  return point.join(' ');
}
