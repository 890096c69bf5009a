import { Decimal, INTERVALS } from '@libs/kernel';
import type { Bar, Interval } from '@libs/kernel';
import type { BarText } from '@libs/engine';
import { NotComparable } from './not-comparable';
import type { RecordedBars } from './recording';

/** Bars by their start, epoch milliseconds. */
export type BarsByStart = ReadonlyMap<number, Bar>;

/**
 * The shortest bars of one market, of which all that were heard of it can be made. Where only a longer one was heard, as before the
 * session, bars are put in that make it; a strategy is not shown them, since its own past of the shortest ones was heard.
 */
export function commonBars(heard: readonly RecordedBars[]): { readonly interval: Interval; readonly bars: BarsByStart } {
  const [longest, ...shorter] = heard.toSorted((one, other) => INTERVALS[other.interval] - INTERVALS[one.interval]);
  let common = { interval: longest!.interval, bars: exactBars(longest!) };
  for (const series of shorter) {
    const [length, longer] = [INTERVALS[series.interval], INTERVALS[common.interval]];
    if (longer % length !== 0)
      throw new NotComparable(
        `the strategy watches ${series.symbol} in ${series.interval} and ${common.interval} bars, and the longer cannot be made of the shorter`,
      );
    common = { interval: series.interval, bars: divided(common.bars, exactBars(series), { length, longer }) };
  }
  return common;
}

export function barOf({ start, open, high, low, close, volume }: BarText): Bar {
  const [first, most, least, last] = [open, high, low, close].map((price) => Decimal.parse(price)) as [Decimal, Decimal, Decimal, Decimal];
  return { start, open: first, high: most, low: least, close: last, volume: Decimal.parse(volume) };
}

function exactBars({ bars }: RecordedBars): BarsByStart {
  return new Map([...bars].map(([start, bar]) => [start, barOf(bar)]));
}

/** The shorter bars with those that are missing of each longer one. */
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

/** The first part that is missing has all of the bar's range; the last one its close. */
function partOf({ high, low, close }: Bar, { start, price, isFirst, isLast, volume }: Part): Bar {
  const end = isLast ? close : price;
  const [most, least] = isFirst ? [high, low] : [Decimal.max(price, end), Decimal.min(price, end)];
  return { start, open: price, high: most, low: least, close: end, volume };
}
