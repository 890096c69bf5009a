import { mix32 } from '../random/seeded-random';
import type { BookSide } from './book-side';

export interface LivelyDepthOptions {
  readonly levels: number;
  /** Lots of a typical best level. */
  readonly baseLots: number;
  readonly seed: number;
  /** Market time: sizes persist for some seconds, shorter near the touch. */
  readonly time: number;
}

/** Levels this close to the touch always exist and change often. */
const NEAR = 3;
const NEAR_LIFE = 1_500;
const FAR_LIFE = 20_000;
const GAPS = 0.22;
/** Distance in levels at which the book is deepest. */
const HUMP = 30;

/**
 * One side of a book from its best price outwards: thin at the touch, deepest some way behind it, with gaps, heavy-tailed sizes and walls
 * at round prices. The same price and time always give the same size.
 */
export function fillLivelySide(side: BookSide, best: number, direction: 1 | -1, options: LivelyDepthOptions): void {
  let level = 0;
  for (let distance = 0; level < options.levels; distance += 1) {
    const ticks = best + direction * distance;
    if (ticks < 1) break;
    const lots = lotsAt(ticks, distance, options);
    if (lots === 0) continue;
    side.ticks[level] = ticks;
    side.lots[level] = lots;
    level += 1;
  }
  side.ticks.length = side.lots.length = level;
}

function lotsAt(ticks: number, distance: number, { baseLots, seed, time }: LivelyDepthOptions): number {
  const own = mix32(ticks ^ seed);
  const life = distance < NEAR ? NEAR_LIFE : FAR_LIFE;
  const epoch = Math.floor((time + (own % life)) / life);
  const draw = mix32(own ^ Math.imul(epoch, 0x9e3779b1));
  if (distance >= NEAR && draw % 1_000 < GAPS * 1_000) return 0;
  const uniform = (mix32(draw ^ 0x5bd1e995) + 1) / 2 ** 32;
  // Sizes follow a power law with exponent 2: the median is 1.4, one in a hundred exceeds 10.
  const size = Math.min(40, 1 / Math.sqrt(uniform));
  const wall = ticks % 1_000 === 0 ? 12 : ticks % 100 === 0 ? 4 : 1;
  const shape = 0.35 + Math.min(1, distance / HUMP) * 1.3;
  return Math.max(1, Math.round(baseLots * 0.7 * size * wall * shape));
}
