import type { SeededRandom } from './seeded-random';

/** Draws from 1 to `most` with a power-law tail of exponent `alpha`: many small values, occasionally a huge one. */
export function pareto(random: SeededRandom, alpha: number, most: number): number {
  return Math.min(most, (1 - random.uniform()) ** (-1 / alpha));
}

/** Splits a whole number into whole parts in proportion to the weights; the parts add up to it. */
export function splitWhole(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let [reached, given] = [0, 0];
  return weights.map((weight, index) => {
    reached += weight;
    const upTo = index === weights.length - 1 ? total : Math.floor((total * reached) / sum);
    const part = upTo - given;
    given = upTo;
    return part;
  });
}
