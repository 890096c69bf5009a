import { SeededRandom, mix32 } from '@libs/simulation';

const MOST_TRIALS = 2 ** 21;

/** The random generator of trial `index`: the same for the same seed, whatever other trials drew. */
export function trialRandom(seed: number, index: number): SeededRandom {
  return new SeededRandom(mix32(seed) * MOST_TRIALS + index);
}
