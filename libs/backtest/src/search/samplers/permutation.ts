import { mix32 } from '@libs/simulation';

const ROUNDS = 6;

/**
 * Position of number `index` of 0 … size − 1 after shuffling with `seed`, without a list of all: a Feistel network over the next power of
 * four, iterated until it falls inside. Black and Rogaway, Ciphers with Arbitrary Finite Domains, 2002:
 * https://web.cs.ucdavis.edu/~rogaway/papers/subset.pdf. Needs size ≤ 2⁵².
 */
export function shuffled(index: number, size: number, seed: number): number {
  let bits = 1;
  while (4 ** bits < size) bits += 1;
  const half = 2 ** bits;
  let at = index;
  do at = feistel(at, half, seed);
  while (at >= size);
  return at;
}

function feistel(value: number, half: number, seed: number): number {
  let [left, right] = [Math.floor(value / half), value % half];
  for (let round = 0; round < ROUNDS; round += 1)
    [left, right] = [right, (left + mix32(mix32(right ^ seed) + Math.imul(round + 1, 0x9e3779b9))) % half];
  return left * half + right;
}
