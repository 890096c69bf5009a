import type { SeededRandom } from '@libs/simulation';

/** Each of 0 … count − 1 once, all orders equally likely: Durstenfeld's shuffle, https://doi.org/10.1145/364520.364540. */
export function shuffledIndices(count: number, random: SeededRandom): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = below(last + 1, random);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** `count` numbers of 0 … count − 1, each drawn from all. */
export function independentIndices(count: number, random: SeededRandom): Uint32Array {
  return Uint32Array.from({ length: count }, () => below(count, random));
}

/**
 * `count` numbers of 0 … count − 1 in consecutive blocks around a circle: each block begins anywhere and ends after every step with
 * probability 1 ÷ meanLength, so lengths are geometric (Politis and Romano, 1994).
 */
export function stationaryIndices(count: number, random: SeededRandom, meanLength: number): Uint32Array {
  const drawn = new Uint32Array(count);
  let at = 0;
  for (let step = 0; step < count; step += 1) {
    at = step === 0 || random.uniform() * meanLength < 1 ? below(count, random) : (at + 1) % count;
    drawn[step] = at;
  }
  return drawn;
}

function below(count: number, random: SeededRandom): number {
  return Math.floor(random.uniform() * count);
}
