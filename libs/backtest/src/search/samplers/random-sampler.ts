import type { SeededRandom } from '@libs/simulation';
import type { Point } from '../space/dimension';
import { pointAt } from '../space/parameter-space';
import type { ParameterSpace } from '../space/parameter-space';
import { shuffled } from './permutation';
import type { Sampler } from './sampler';
import { trialRandom } from './trial-random';

/** Above this size, drawing the same point twice is practically impossible. */
export const COUNTABLE = 2 ** 40;

/** Random points; in a space of at most `COUNTABLE` points each at most once, until all are used. */
export function randomSampler(space: ParameterSpace, seed: number): Sampler {
  return {
    lag: Infinity,
    propose: ({ length: index }) => {
      if (space.size > COUNTABLE) return drawn(space, trialRandom(seed, index));
      return index < space.size ? pointAt(space, shuffled(index, space.size, seed)) : null;
    },
  };
}

export function drawn({ dimensions }: ParameterSpace, random: SeededRandom): Point {
  return dimensions.map(({ size }) => (size === Infinity ? random.uniform() : Math.floor(random.uniform() * size)));
}
