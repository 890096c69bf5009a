import { INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import type { PastSeries, StrategyBar } from './protocol';

export interface PastBar {
  readonly symbol: string;
  readonly interval: string;
  readonly bar: StrategyBar;
  /** Epoch milliseconds. */
  readonly close: number;
}

/** The bars of all series in the order of their closes; bars that close together keep the order of the series. */
export function* inTime(series: readonly PastSeries[]): Generator<PastBar> {
  const heads = series.map(({ symbol, interval, bars }) => ({
    symbol,
    interval,
    bars,
    length: INTERVALS[interval as Interval] ?? 0,
    at: 0,
  }));
  for (;;) {
    let next: PastBar | null = null;
    let from = heads[0];
    for (const head of heads) {
      const bar = head.bars[head.at];
      if (bar === undefined || (next !== null && bar.start + head.length >= next.close)) continue;
      next = { symbol: head.symbol, interval: head.interval, bar, close: bar.start + head.length };
      from = head;
    }
    if (next === null || from === undefined) return;
    from.at += 1;
    yield next;
  }
}
