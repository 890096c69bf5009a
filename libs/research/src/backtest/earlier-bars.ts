import { INTERVALS, type Bar, type Interval } from '@libs/kernel';
import { sumOfBars, type CandleSeries, type HistoryStore, type TimeSpan } from '@libs/market-data';

/** Bars of history that are made of bars of another length, the end not included. */
export interface EarlierBars extends TimeSpan {
  readonly interval: Interval;
  /** In the length of the played series, oldest first and without a hole. */
  readonly bars: readonly Bar[];
}

export interface EarlierAsked {
  /** The series that is played. */
  readonly series: CandleSeries;
  /** Lengths of bars that the strategies watch of it. */
  readonly watched: readonly Interval[];
  /** From where the warm-up wants bars, to where the series has its own. */
  readonly missing: TimeSpan;
}

/**
 * The history before a series begins, out of stored bars of other lengths that all watched bars can be made of, the finest first. Nobody
 * trades on them: of longer bars only those of the played length that make them up again are given, the first with all of its moves and
 * volume, and a strategy sees no bar before all of it is over.
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

/** The newest bars up to `end` of which none is missing. */
function lastWithoutHole(bars: readonly Bar[], end: number, length: number): readonly Bar[] {
  let first = bars.length;
  while (first > 0 && bars[first - 1]!.start === end - (bars.length - first + 1) * length) first -= 1;
  return bars.slice(first);
}

/** Shorter bars that make up this one: all that it did happens in the first. */
function partsOf(bar: Bar, parts: number, length: number): readonly Bar[] {
  const { start, close, volume } = bar;
  const still = { open: close, high: close, low: close, close, volume: volume.minus(volume) };
  return Array.from({ length: parts }, (_, at) => (at === 0 ? bar : { ...still, start: start + at * length }));
}

/** Bars of that length, made of shorter ones; one that is not whole at the beginning is left out. */
function joined(bars: readonly Bar[], length: number): readonly Bar[] {
  const groups = [...Map.groupBy(bars, ({ start }) => Math.floor(start / length) * length)];
  return groups.flatMap(([start, parts], at) => (at === 0 && parts[0]!.start !== start ? [] : [sumOfBars(parts)]));
}
