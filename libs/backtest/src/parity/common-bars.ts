import { Decimal, INTERVALS } from '@libs/kernel';
import type { Bar, Interval } from '@libs/kernel';
import type { BarText } from '@libs/engine';
import type { RecordedBars } from './recording';

/** True if each longer one can be built from the next shorter one. */
export function areNested(intervals: readonly Interval[]): boolean {
  const rising = intervals.map((interval) => INTERVALS[interval]).toSorted((one, other) => one - other);
  return rising.every((length, rank) => rank === 0 || length % rising[rank - 1]! === 0);
}

/** True if the one-minute bars build exactly these bars, from a given start on. */
export function isMadeOf(minutes: BarsByStart, { interval, bars }: RecordedBars, from: number): boolean {
  const [minute, length] = [INTERVALS['1m'], INTERVALS[interval]];
  return [...exactBars(bars).values()].every((bar) => {
    if (bar.start < from) return true;
    const parts = Array.from({ length: length / minute }, (_, part) => minutes.get(bar.start + part * minute));
    if (!parts.every((part) => part !== undefined)) return false;
    const [high, low] = [parts.map((part) => part.high).reduce(larger), parts.map((part) => part.low).reduce(smaller)];
    const volume = parts.reduce((sum, part) => sum.plus(part.volume), Decimal.ZERO);
    const made = { open: parts[0]!.open, high, low, close: parts.at(-1)!.close, volume };
    return (['open', 'high', 'low', 'close', 'volume'] as const).every((field) => made[field].eq(bar[field]));
  });
}

/** Bars by their start, epoch milliseconds. */
export type BarsByStart = ReadonlyMap<number, Bar>;

/**
 * The shortest bars of one market, nested in all longer ones, from which all bars received can be built. Where only a longer bar was
 * received, as before the session, bars that build it are inserted; a strategy never sees them, because its own history of the shortest
 * bars was recorded.
 */
export function commonBars(heard: readonly RecordedBars[]): { readonly interval: Interval; readonly bars: BarsByStart } {
  const [longest, ...shorter] = heard.toSorted((one, other) => INTERVALS[other.interval] - INTERVALS[one.interval]);
  let common = { interval: longest!.interval, bars: exactBars(longest!.bars) };
  for (const series of shorter) {
    const [length, longer] = [INTERVALS[series.interval], INTERVALS[common.interval]];
    common = { interval: series.interval, bars: divided(common.bars, exactBars(series.bars), { length, longer }) };
  }
  return common;
}

export function barOf({ start, open, high, low, close, volume }: BarText): Bar {
  const [first, most, least, last] = [open, high, low, close].map((price) => Decimal.parse(price)) as [Decimal, Decimal, Decimal, Decimal];
  return { start, open: first, high: most, low: least, close: last, volume: Decimal.parse(volume) };
}

const larger = (one: Decimal, other: Decimal): Decimal => Decimal.max(one, other);
const smaller = (one: Decimal, other: Decimal): Decimal => Decimal.min(one, other);

export function exactBars(bars: RecordedBars['bars']): BarsByStart {
  return new Map([...bars].map(([start, bar]) => [start, barOf(bar)]));
}

/** The shorter bars, with the missing parts of each longer one. */
function divided(bars: BarsByStart, heard: BarsByStart, { length, longer }: { length: number; longer: number }): BarsByStart {
  const all = new Map(heard);
  for (const bar of bars.values()) {
    const starts = Array.from({ length: longer / length }, (_, part) => bar.start + part * length);
    const known = starts.flatMap((start) => heard.get(start) ?? []);
    let rest = known.reduce((left, { volume }) => left.minus(volume), bar.volume);
    let [price, isFirst] = [bar.open, true];
    for (const start of starts) {
      const own =
        all.get(start) ?? partOf(bar, { start, price, isFirst, isLast: start === starts.at(-1), volume: Decimal.max(rest, Decimal.ZERO) });
      if (!all.has(start)) [isFirst, rest] = [false, Decimal.ZERO];
      all.set(start, own);
      price = own.close;
    }
  }
  return all;
}

interface Part {
  readonly start: number;
  readonly price: Decimal;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly volume: Decimal;
}

/** The first missing part has the bar's whole range; the last one its close. */
function partOf({ high, low, close }: Bar, { start, price, isFirst, isLast, volume }: Part): Bar {
  const end = isLast ? close : price;
  const [most, least] = isFirst ? [high, low] : [Decimal.max(price, end), Decimal.min(price, end)];
  return { start, open: price, high: most, low: least, close: end, volume };
}
