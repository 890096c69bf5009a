import type { ParameterSpace } from '../space/parameter-space';
import { gridSampler } from './grid-sampler';
import { randomSampler } from './random-sampler';
import type { Sampler } from './sampler';
import { tpeSampler } from './tpe-sampler';

export const SAMPLERS = ['grid', 'random', 'bayes'] as const;

export type SamplerName = (typeof SAMPLERS)[number];

export function samplerOf(
  name: SamplerName,
  space: ParameterSpace,
  { seed, trials }: { readonly seed: number; readonly trials: number },
): Sampler {
  switch (name) {
    case 'grid':
      return gridSampler(space, trials);
    case 'random':
      return randomSampler(space, seed);
    case 'bayes':
      return tpeSampler(space, seed);
  }
}
