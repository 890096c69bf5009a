import { mix32 } from '../random/seeded-random';
import type { BookSide } from './book-side';

export interface BookSides {
  readonly bids: BookSide;
  readonly asks: BookSide;
}

export interface DepthOptions {
  readonly levels: number;
  /** Lots of a typical best level. */
  readonly baseLots: number;
  /** Varies the sizes from bar to bar. */
  readonly salt: number;
}

/** Builds a book around its best ask with one tick of spread. A price keeps its size within a bar, and sizes grow with the distance. */
export function setSyntheticDepth(book: BookSides, ask: number, options: DepthOptions): void {
  fill(book.asks, ask, 1, options);
  fill(book.bids, ask - 1, -1, options);
}

function fill(side: BookSide, best: number, direction: 1 | -1, { levels, baseLots, salt }: DepthOptions): void {
  let level = 0;
  for (; level < levels; level += 1) {
    const ticks = best + direction * level;
    if (ticks < 1) break;
    const taste = 0.5 + mix32(ticks ^ salt) / 2 ** 32;
    side.ticks[level] = ticks;
    side.lots[level] = Math.max(1, Math.round(baseLots * taste * (1 + level * 0.1)));
  }
  side.ticks.length = side.lots.length = level;
}
