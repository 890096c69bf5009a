import { mix32 } from '../random/seeded-random';
import type { BookSide, MarketBook } from './market-book';

export interface DepthOptions {
  readonly levels: number;
  /** Lots of a middling best level. */
  readonly baseLots: number;
  /** Changes the sizes from bar to bar. */
  readonly salt: number;
}

/**
 * Sets a book around the last trade with one tick of spread: after a rise the trade was a purchase, so its price is the
 * ask; after a fall it is the bid. A price keeps its size within a bar, and sizes grow with the distance.
 */
export function setSyntheticDepth(book: MarketBook, last: number, rising: boolean, options: DepthOptions): void {
  const ask = Math.max(2, rising ? last : last + 1);
  fill(book.asks, ask, 1, options);
  fill(book.bids, ask - 1, -1, options);
  book.touch();
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
