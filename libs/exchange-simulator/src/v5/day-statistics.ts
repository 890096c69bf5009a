import type { BarSource } from '../market/candles';

const DAY = 86_400_000;

/** Ticks and volume units of the last 24 hours, the unfinished bar included. */
export interface DayStatistics {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly volume: number;
}

interface Closed extends DayStatistics {
  readonly from: number;
  readonly to: number;
}

/** Sums over closed bars change only when a bar closes, while tickers are asked for many times a second. */
const closedOf = new WeakMap<BarSource, Closed>();

export function dayStatistics(source: BarSource, at: number): DayStatistics {
  const { series, closedBars, forming, state } = source;
  const from = Math.min(closedBars, Math.max(0, Math.ceil((at - DAY - series.firstStart) / series.interval)));
  let closed = closedOf.get(source);
  if (!closed || closed.from !== from || closed.to !== closedBars) {
    closed = sum(source, from, closedBars);
    closedOf.set(source, closed);
  }
  const { high, low, volume } = closed;
  const open = closed.to > closed.from ? closed.open : (forming?.open ?? state.last);
  return {
    open,
    high: Math.max(high, forming?.high ?? 0, state.last),
    low: Math.min(low, forming?.low ?? Infinity, state.last),
    volume: volume + (forming?.volume ?? 0),
  };
}

function sum({ series, state }: BarSource, from: number, to: number): Closed {
  let [high, low, volume] = [0, Infinity, 0];
  for (let index = from; index < to; index += 1) {
    const bar = series.at(index);
    high = Math.max(high, bar.high);
    low = Math.min(low, bar.low);
    volume += bar.volume;
  }
  return { from, to, open: to > from ? series.at(from).open : state.last, high, low, volume };
}
