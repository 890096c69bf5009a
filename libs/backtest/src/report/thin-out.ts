import { firstAfter } from '../metrics/daily-returns';
import type { MarketColumns } from '../metrics/run-record';
import type { ReportMarket, Series } from './report';

/**
 * Reduces a curve to at most 2 × `buckets` + 2 points that draw the same line: first and last point, and lowest and highest of each of so
 * many equal intervals, in order. No spike is lost, as it would be by keeping every n-th point.
 */
export function thinOut(times: Float64Array, values: Float64Array, buckets: number): Series {
  const kept = times.length <= 2 * buckets + 2 ? [...times.keys()] : extremesByBucket(times, values, buckets);
  return { times: kept.map((index) => times[index]!), values: kept.map((index) => short(values[index]!)) };
}

function extremesByBucket(times: Float64Array, values: Float64Array, buckets: number): number[] {
  const kept = [0];
  const start = times[0]!;
  const width = (times[times.length - 1]! - start) / buckets;
  let index = 1;
  for (let bucket = 1; bucket <= buckets; bucket += 1) {
    const end = bucket === buckets ? Infinity : start + bucket * width;
    let low = index;
    let high = index;
    const first = index;
    for (; index < times.length - 1 && times[index]! <= end; index += 1) {
      if (values[index]! < values[low]!) low = index;
      if (values[index]! > values[high]!) high = index;
    }
    if (index > first) kept.push(...(low === high ? [low] : [Math.min(low, high), Math.max(low, high)]));
  }
  kept.push(times.length - 1);
  return kept;
}

/** The bars of a market between two times, merged into at most so many; a market without opens, highs and lows uses its closes. */
export function mergeBars(market: MarketColumns, span: { from: number; to: number }, most: number): ReportMarket {
  const { symbol, times, closes, opens, highs = closes, lows = closes } = market;
  const merged: Merged = { times: [], opens: [], highs: [], lows: [], closes: [] };
  const width = (span.to - span.from) / most;
  let bar = firstAfter(times, span.from);
  while (bar < times.length && times[bar]! <= span.to) {
    const bucket = Math.ceil((times[bar]! - span.from) / width);
    const open = opens?.[bar] ?? merged.closes.at(-1) ?? closes[bar]!;
    let [high, low] = [open, open];
    for (; bar < times.length && times[bar]! <= span.to && Math.ceil((times[bar]! - span.from) / width) === bucket; bar += 1) {
      if (highs[bar]! > high) high = highs[bar]!;
      if (lows[bar]! < low) low = lows[bar]!;
    }
    merged.times.push(times[bar - 1]!);
    merged.opens.push(short(open));
    merged.highs.push(short(high));
    merged.lows.push(short(low));
    merged.closes.push(short(closes[bar - 1]!));
  }
  return { symbol, ...merged };
}

type Merged = Record<'times' | 'opens' | 'highs' | 'lows' | 'closes', number[]>;

/** Nine digits are more than any screen shows, and halve the file. */
function short(value: number): number {
  return Number(value.toPrecision(9));
}
