import { InvalidSearch } from '../invalid-search';
import { pointAt } from '../space/parameter-space';
import type { ParameterSpace } from '../space/parameter-space';
import type { Sampler } from './sampler';

/** Every point once, in order; throws `InvalidSearch` if the space is infinite or has more points than `trials`. */
export function gridSampler(space: ParameterSpace, trials: number): Sampler {
  const endless = space.dimensions.find(({ size }) => size === Infinity);
  if (endless) throw new InvalidSearch(`a grid needs steps: ${endless.name} has none; write ${endless.name}=FROM..TO:STEP`);
  if (space.size > trials)
    throw new InvalidSearch(
      `the grid has ${space.size.toLocaleString('en')} points and ${trials.toLocaleString('en')} trials are asked for; take larger steps, fewer parameters, more trials or another sampler`,
    );
  return { lag: Infinity, propose: (past) => (past.length < space.size ? pointAt(space, past.length) : null) };
}
