import type { FeedMarket } from '../market/feed';

/** Levels of one side, best first; whole ticks and lots. */
export interface Levels {
  readonly ticks: readonly number[];
  readonly lots: readonly number[];
}

export interface BookLevels {
  readonly bids: Levels;
  readonly asks: Levels;
}

/** A copy of the best `depth` levels of a market's book as it stands. The only place that knows how a book is read. */
export function levelsOf(market: FeedMarket, depth: number): BookLevels {
  const { book } = market.state;
  return { bids: book.depth(1, depth), asks: book.depth(-1, depth) };
}

/** Rises with every change of the book. */
export function bookVersion(market: FeedMarket): number {
  return market.state.book.version;
}

/** The highest price of a purchase and the lowest of a sale. */
export function priceLimitsOf({ state }: FeedMarket): { readonly highest: string; readonly lowest: string } {
  const { highest, lowest } = state.priceLimits();
  return { highest: highest.toString(), lowest: lowest.toString() };
}

export type LevelChange = readonly [ticks: number, lots: number];

/** What turns one side into another, in the order of the side; lots of zero take a level out. */
export function changesOf(before: Levels, after: Levels, direction: 'falling' | 'rising'): LevelChange[] {
  const changes: LevelChange[] = [];
  const comesFirst = direction === 'falling' ? (a: number, b: number): boolean => a > b : (a: number, b: number): boolean => a < b;
  let old = 0;
  for (let level = 0; level < after.ticks.length; level += 1) {
    const ticks = after.ticks[level]!;
    for (; old < before.ticks.length && comesFirst(before.ticks[old]!, ticks); old += 1) changes.push([before.ticks[old]!, 0]);
    const same = before.ticks[old] === ticks;
    if (!same || before.lots[old] !== after.lots[level]) changes.push([ticks, after.lots[level]!]);
    if (same) old += 1;
  }
  for (; old < before.ticks.length; old += 1) changes.push([before.ticks[old]!, 0]);
  return changes;
}
