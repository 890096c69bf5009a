import { joinBars, type TickBar } from '@libs/simulation';
import { V5_INTERVALS, type BarSource } from './candles';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** 1970-01-05, the first Monday of the epoch. */
const FIRST_MONDAY = 4 * DAY;

export interface Period {
  readonly start: number;
  /** First millisecond after it. */
  readonly end: number;
}

/** The period of an interval code that contains `time`; weeks begin on Monday, all in UTC. Undefined for an unknown code. */
export function periodOf(code: string, time: number): Period | undefined {
  if (code === 'M') {
    const date = new Date(time);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
  }
  const length = lengthOf(code);
  if (length === undefined) return undefined;
  const origin = code === 'W' ? FIRST_MONDAY : 0;
  const start = origin + Math.floor((time - origin) / length) * length;
  return { start, end: start + length };
}

/** Whether periods of the code can be put together from the bars of the source. */
export function servesPeriod({ series }: BarSource, code: string): boolean {
  const length = code === 'W' || code === 'M' ? DAY : lengthOf(code);
  return length !== undefined && length % series.interval === 0;
}

/**
 * The bar of a period from closed and forming base bars; undefined when it lies before them. The period in which they begin
 * has its bar like any other, as that in which an exchange lists a market.
 */
export function barOfPeriod({ series, closedBars, forming }: BarSource, { start, end }: Period): TickBar | undefined {
  const from = Math.max(0, series.indexAt(start));
  const to = Math.min(closedBars, series.indexAt(end));
  const closed = to > from ? joinBars(series, from, to - from, start) : undefined;
  if (!forming || forming.start < start || forming.start >= end) return closed;
  if (!closed) return { ...forming, start };
  const { high, low, close, volume } = forming;
  return { ...closed, high: Math.max(closed.high, high), low: Math.min(closed.low, low), close, volume: closed.volume + volume };
}

export interface PeriodQuery {
  readonly code: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly limit: number;
}

/**
 * Bars whose start lies in [from, to], newest first, the unfinished one included; with `from` alone those right after it.
 * The code must be one that `periodOf` knows.
 */
export function barsOfPeriods(source: BarSource, { code, from, to, limit }: PeriodQuery): readonly TickBar[] {
  const { series, closedBars, forming } = source;
  const newest = forming?.start ?? series.startOf(closedBars - 1);
  const first = periodOf(code, series.firstStart)!.start;
  const oldest = Math.max(from ?? first, first);
  let end = Math.min(newest, to ?? newest);
  if (from !== undefined && to === undefined) end = Math.min(end, startAfter(code, oldest, limit));
  const bars: TickBar[] = [];
  for (let period = periodOf(code, end)!; period.start >= oldest && bars.length < limit; period = periodOf(code, period.start - 1)!) {
    const bar = barOfPeriod(source, period);
    if (bar) bars.push(bar);
  }
  return bars;
}

/** Start of the last of `count` periods that begin at `time` or after it. */
function startAfter(code: string, time: number, count: number): number {
  let period = periodOf(code, time)!;
  if (period.start < time) period = periodOf(code, period.end)!;
  if (code !== 'M') return period.start + (count - 1) * (period.end - period.start);
  for (let more = 1; more < count; more += 1) period = periodOf(code, period.end)!;
  return period.start;
}

function lengthOf(code: string): number | undefined {
  if (code === 'W') return WEEK;
  return Object.hasOwn(V5_INTERVALS, code) ? V5_INTERVALS[code] : undefined;
}
