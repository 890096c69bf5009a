import { INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import type { BarText } from './input';

/** Past bars of one watch, oldest first. */
export interface PastBars {
  readonly symbol: string;
  readonly interval: Interval;
  readonly bars: readonly BarText[];
}

/**
 * Splits histories into consecutive parts of at most `most` bars: an earlier close is in an earlier part, and within a part each watch
 * keeps its place. A part omits watches without bars in it.
 */
export function partsInTime(series: readonly PastBars[], most: number): readonly (readonly PastBars[])[] {
  const [only, ...others] = series.filter(({ bars }) => bars.length > 0);
  if (only === undefined) return [];
  if (others.length === 0 && only.bars.length <= most) return [[only]];
  const closes = series.flatMap(({ interval, bars }, watch) => bars.map((bar) => ({ watch, bar, close: bar.start + INTERVALS[interval] })));
  closes.sort((one, other) => one.close - other.close || one.watch - other.watch);
  const parts: (readonly PastBars[])[] = [];
  for (let from = 0; from < closes.length; from += most) {
    const part = closes.slice(from, from + most);
    const ofWatch = (watch: number): BarText[] => part.filter((item) => item.watch === watch).map(({ bar }) => bar);
    parts.push(series.map((item, watch) => ({ ...item, bars: ofWatch(watch) })).filter(({ bars }) => bars.length > 0));
  }
  return parts;
}
