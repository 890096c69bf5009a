import { INTERVALS } from '@libs/kernel';
import type { Bar, Instrument, Interval } from '@libs/kernel';
import type { MarketData } from '@libs/sdk';
import { patiently } from './patiently';
import type { Patience } from './patiently';

export interface DownloadOptions extends Patience {
  readonly market: MarketData;
  readonly instrument: Instrument;
  readonly interval: Interval;
  /** Candles that start at or after `from` and before `to`, epoch milliseconds of market time. */
  readonly from: number;
  readonly to: number;
  /** Candles up to this start have been requested. */
  readonly onProgress?: (until: number) => void;
}

const PAGE = 1_000;

/**
 * Closed candles of a span, oldest first, page by page. A period without candles at the venue stays empty. A failed page is retried with a
 * growing delay; after six attempts its error is thrown, and earlier pages are kept.
 */
export async function* downloadCandles(options: DownloadOptions): AsyncGenerator<Bar, void, undefined> {
  const { instrument, interval, market } = options;
  const step = INTERVALS[interval];
  const start = Math.ceil(options.from / step) * step;
  const to = Math.min(options.to, await market.marketTime(instrument));
  for (let from = start; from < to; from += PAGE * step) {
    const last = Math.min(from + (PAGE - 1) * step, to - 1);
    for (const bar of await patiently(() => market.bars(instrument, interval, PAGE, last), options))
      if (bar.start >= from && bar.start <= last) yield bar;
    options.onProgress?.(last);
  }
}
