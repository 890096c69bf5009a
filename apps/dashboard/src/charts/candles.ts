import type { Candle } from '@libs/client';
import { INTERVALS } from '@libs/kernel';

export interface CandleSeries {
  /** Oldest first, one per start. */
  readonly candles: readonly Candle[];
  /** A bar was skipped or its close was missed (the stream sends only the newest): the series must be requested again. */
  readonly isBroken: boolean;
  /** True once the bars before the streamed ones have been loaded. */
  readonly isLoaded: boolean;
}

export const NO_CANDLES: CandleSeries = { candles: [], isBroken: false, isLoaded: false };

const MOST = 2_000;
const KEPT = 1_500;

/** Milliseconds of an interval's text; an unknown one counts as a minute. */
export function intervalMs(interval: string): number {
  return (INTERVALS as Readonly<Record<string, number>>)[interval] ?? INTERVALS['1m'];
}

/** The series after a streamed candle. */
export function withCandle(series: CandleSeries, next: Candle, interval: string): CandleSeries {
  const { candles, isBroken } = series;
  const last = candles.at(-1);
  if (!last) return { ...series, candles: [next] };
  if (next.start < last.start) return series;
  if (next.start === last.start) return last.closed && !next.closed ? series : { ...series, candles: candles.with(-1, next) };
  const isNext = Date.parse(next.start) - Date.parse(last.start) === intervalMs(interval);
  return { ...series, candles: bounded([...candles, next]), isBroken: isBroken || !isNext || !last.closed };
}

/** The series after a query: its bars, followed by those streamed since. */
export function withAnswer({ candles }: CandleSeries, answer: readonly Candle[], interval: string): CandleSeries {
  const first = answer[0]?.start;
  const last = answer.at(-1);
  if (!first || !last) return { candles, isBroken: false, isLoaded: true };
  const older = candles.filter(({ start }) => start < first);
  const newer = candles.filter(({ start }) => start >= last.start);
  const joins = older.length === 0 || Date.parse(first) - Date.parse(older.at(-1)!.start) === intervalMs(interval);
  const known: CandleSeries = { candles: bounded([...(joins ? older : []), ...answer]), isBroken: false, isLoaded: true };
  return newer.reduce((series, candle) => withCandle(series, candle, interval), known);
}

/** The bars to draw: none until all are loaded, because a single bar would fill the chart. */
export function barsOf({ candles, isLoaded }: CandleSeries): readonly Candle[] {
  return isLoaded ? candles : NO_CANDLES.candles;
}

function bounded(candles: readonly Candle[]): readonly Candle[] {
  return candles.length > MOST ? candles.slice(-KEPT) : candles;
}
