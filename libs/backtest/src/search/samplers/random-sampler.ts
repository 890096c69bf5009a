import type { SeededRandom } from '@libs/simulation';
import type { Point } from '../space/dimension';
import { pointAt } from '../space/parameter-space';
import type { ParameterSpace } from '../space/parameter-space';
import { shuffled } from './permutation';
import type { Sampler } from './sampler';
import { trialRandom } from './trial-random';

/** Above this a point drawn twice is as good as impossible. */
export const COUNTABLE = 2 ** 40;

/** Points by chance: of a space that can be counted each at most once, until there is none left. */
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
