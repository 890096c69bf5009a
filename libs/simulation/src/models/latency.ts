import type { SeededRandom } from '../random/seeded-random';

/** A distribution of durations, in milliseconds. */
export type LatencyModel =
  | { readonly kind: 'CONSTANT'; readonly ms: number }
  | { readonly kind: 'UNIFORM'; readonly least: number; readonly most: number }
  /** `median` is the median; a larger `spread` means a longer tail. Never more than `most`. */
  | { readonly kind: 'LOGNORMAL'; readonly median: number; readonly spread: number; readonly most: number };

/** Whole milliseconds, never negative; deterministic for the state of the generator. */
export function drawLatency(model: LatencyModel, random: SeededRandom): number {
  switch (model.kind) {
    case 'CONSTANT':
      return Math.max(0, Math.round(model.ms));
    case 'UNIFORM':
      return Math.max(0, Math.round(model.least + (model.most - model.least) * random.uniform()));
    case 'LOGNORMAL':
      return Math.min(Math.round(model.most), Math.max(0, Math.round(model.median * exponential(model.spread * random.gaussian()))));
  }
}

const SQUARINGS = 10;

/** e^x as (1 + x ÷ 1024)^1024: uses only products, so every machine gets the same bits. */
function exponential(x: number): number {
  let power = Math.max(0, 1 + x / 2 ** SQUARINGS);
  for (let n = 0; n < SQUARINGS; n += 1) power *= power;
  return power;
}
