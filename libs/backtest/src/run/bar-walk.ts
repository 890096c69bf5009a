import type { BarSeries, TickBar } from '@libs/simulation';

/** A point of a bar: milliseconds after its start, and the price in ticks. */
export interface Corner {
  readonly offset: number;
  readonly price: number;
}

/**
 * How the price walks through a bar: the open, the extreme nearer to it (low first on a tie), the other extreme, the close in the last
 * millisecond; a third of the interval each, in straight lines.
 */
export function cornersOf({ open, high, low, close }: TickBar, interval: number): readonly [Corner, Corner, Corner, Corner] {
  const [first, second] = open - low <= high - open ? [low, high] : [high, low];
  return [
    { offset: 0, price: open },
    { offset: Math.round(interval / 3), price: first },
    { offset: Math.round((2 * interval) / 3), price: second },
    { offset: interval - 1, price: close },
  ];
}

/** The price at a time of the walk, in whole ticks. */
export function priceAt(corners: readonly Corner[], offset: number): number {
  const next = corners.findIndex((corner) => corner.offset >= offset);
  const to = corners[next < 0 ? corners.length - 1 : next]!;
  const from = corners[Math.max(0, next - 1)]!;
  if (next <= 0 || to.offset === from.offset) return to.price;
  return Math.round(from.price + ((to.price - from.price) * (offset - from.offset)) / (to.offset - from.offset));
}

/** The same of the walk through a series; null where it has no bar. */
export function ticksAt(series: BarSeries, at: number): number | null {
  const index = series.indexAt(at);
  if (index < 0 || index >= series.length) return null;
  return priceAt(cornersOf(series.at(index), series.interval), at - series.startOf(index));
}
