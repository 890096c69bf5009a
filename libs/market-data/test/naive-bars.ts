import { Decimal, decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import type { PublicTrade } from '@libs/sdk';

/** A bar as one would add it up by hand: all trades at once, sorted; null when there is none. */
export function naiveBar(start: number, length: number, trades: readonly PublicTrade[]): Bar | null {
  const inside = trades
    .filter(({ at }) => at >= start && at < start + length)
    .toSorted((a, b) => a.at - b.at || Number(a.id) - Number(b.id));
  const prices = inside.map(({ price }) => decimal(price));
  const sorted = prices.toSorted((a, b) => a.compare(b));
  if (inside.length === 0) return null;
  return {
    start,
    open: prices[0]!,
    high: sorted.at(-1)!,
    low: sorted[0]!,
    close: prices.at(-1)!,
    volume: inside.reduce((sum, { quantity }) => sum.plus(decimal(quantity)), Decimal.ZERO),
  };
}

export function flatBar(start: number, price: Decimal): Bar {
  return { start, open: price, high: price, low: price, close: price, volume: Decimal.ZERO };
}

/** Consecutive bars; an empty one is flat at the close before it. */
export function naiveBars(starts: readonly number[], length: number, trades: readonly PublicTrade[]): (Bar | null)[] {
  let close: Decimal | null = null;
  return starts.map((start) => {
    const bar = naiveBar(start, length, trades) ?? (close && flatBar(start, close));
    close = bar?.close ?? null;
    return bar;
  });
}

/** As text, which compares whatever the scales are. */
export function wordsOf({ start, open, high, low, close, volume }: Bar): string {
  return `${start / 60_000}: ${[open, high, low, close, volume].join(' ')}`;
}
