import type { MarketColumns } from '../metrics/run-record';
import type { ReportMarket, Series } from './report';

/**
 * A curve with at most 2 × `buckets` + 2 points that draws the same: first and last point, and lowest and highest of each of
 * so many equal stretches of time, in their order. No spike is lost, as it would be with every n-th point.
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

/** The bars of a market between two times, merged into at most so many; a market without opens, highs and lows has its closes. */
export function mergeBars(market: MarketColumns, span: { from: number; to: number }, most: number): ReportMarket {
  const merged = {
    symbol: market.symbol,
    times: [] as number[],
    opens: [] as number[],
    highs: [] as number[],
    lows: [] as number[],
    closes: [] as number[],
  };
  const width = (span.to - span.from) / most;
  let current = -1;
  for (let bar = 0; bar < market.times.length; bar += 1) {
    const at = market.times[bar]!;
    if (at <= span.from || at > span.to) continue;
    const close = market.closes[bar]!;
    const high = market.highs?.[bar] ?? close;
    const low = market.lows?.[bar] ?? close;
    const bucket = Math.ceil((at - span.from) / width);
    if (bucket !== current) {
      current = bucket;
      const open = market.opens?.[bar] ?? merged.closes.at(-1) ?? close;
      merged.times.push(at);
      merged.opens.push(short(open));
      merged.highs.push(short(Math.max(open, high)));
      merged.lows.push(short(Math.min(open, low)));
      merged.closes.push(short(close));
      continue;
    }
    const last = merged.times.length - 1;
    merged.times[last] = at;
    merged.highs[last] = Math.max(merged.highs[last]!, short(high));
    merged.lows[last] = Math.min(merged.lows[last]!, short(low));
    merged.closes[last] = short(close);
  }
  return merged;
}

/** Nine digits are more than any screen shows, and half of the file. */
function short(value: number): number {
  return Number(value.toPrecision(9));
}
