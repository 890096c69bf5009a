import { INTERVALS, type Bar, type Interval } from '@libs/kernel';
import { sumOfBars, type CandleSeries, type HistoryStore, type TimeSpan } from '@libs/market-data';

/** History bars built from bars of another length; the end is exclusive. */
export interface EarlierBars extends TimeSpan {
  readonly interval: Interval;
  /** In the length of the played series, oldest first and without gaps. */
  readonly bars: readonly Bar[];
}

export interface EarlierAsked {
  /** The series that is played. */
  readonly series: CandleSeries;
  /** Watched bar lengths of the series. */
  readonly watched: readonly Interval[];
  /** From the start of the warm-up to the start of the series. */
  readonly missing: TimeSpan;
}

/**
 * The history before a series begins, built from stored bars of other lengths that can build all watched bars, the finest first. Nobody
 * trades on them. A longer bar is given as bars of the played length that add up to it, the first with all of its range and volume, and a
 * strategy never sees a bar before its end.
 */
export async function earlierBars(store: HistoryStore, { series, watched, missing }: EarlierAsked): Promise<readonly EarlierBars[]> {
  const found: EarlierBars[] = [];
  let { to } = missing;
  for (const interval of Object.keys(INTERVALS) as Interval[]) {
    if (to <= missing.from) break;
    const length = INTERVALS[interval];
    const own = INTERVALS[series.interval];
    const fits = watched.every((one) => INTERVALS[one] % length === 0) && (length % own === 0 || own % length === 0);
    if (interval === series.interval || !fits) continue;
    const end = Math.ceil(to / length) * length;
    const stored: Bar[] = [];
    for await (const bar of store.candles({ ...series, interval }, { from: missing.from, to: end })) stored.push(bar);
    const whole = lastWithoutHole(stored, end, length);
    const bars = length > own ? whole.flatMap((bar) => partsOf(bar, length / own, own)) : joined(whole, own);
    const [first] = bars;
    if (first === undefined) continue;
    found.unshift({ interval, from: first.start, to: end, bars });
    to = first.start;
  }
  return found;
}

/** The newest contiguous bars up to `end`. */
function lastWithoutHole(bars: readonly Bar[], end: number, length: number): readonly Bar[] {
  let first = bars.length;
  while (first > 0 && bars[first - 1]!.start === end - (bars.length - first + 1) * length) first -= 1;
  return bars.slice(first);
}

/** Shorter bars that add up to this one: everything happens in the first. */
function partsOf(bar: Bar, parts: number, length: number): readonly Bar[] {
  const { start, close, volume } = bar;
  const still = { open: close, high: close, low: close, close, volume: volume.minus(volume) };
  return Array.from({ length: parts }, (_, at) => (at === 0 ? bar : { ...still, start: start + at * length }));
}

/** Bars of that length, built from shorter ones; an incomplete one at the start is omitted. */
function joined(bars: readonly Bar[], length: number): readonly Bar[] {
  const groups = [...Map.groupBy(bars, ({ start }) => Math.floor(start / length) * length)];
  return groups.flatMap(([start, parts], at) => (at === 0 && parts[0]!.start !== start ? [] : [sumOfBars(parts)]));
}
