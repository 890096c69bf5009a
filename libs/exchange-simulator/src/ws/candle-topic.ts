import { joinBars, type TickBar } from '@libs/simulation';
import { toCandle, V5_INTERVALS, type BarSource } from '../market/candles';
import { PacedTopic, type Moment, type TopicParts } from './topic';

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
  const length = code === 'W' ? WEEK : Object.hasOwn(V5_INTERVALS, code) ? V5_INTERVALS[code] : undefined;
  if (length === undefined) return undefined;
  const origin = code === 'W' ? FIRST_MONDAY : 0;
  const start = origin + Math.floor((time - origin) / length) * length;
  return { start, end: start + length };
}

/** Whether periods of the code can be put together from the bars of the source. */
export function servesPeriod({ series }: BarSource, code: string): boolean {
  const length = code === 'W' || code === 'M' ? DAY : Object.hasOwn(V5_INTERVALS, code) ? V5_INTERVALS[code] : undefined;
  return length !== undefined && length % series.interval === 0;
}

/** Candles: the unfinished one every second, the finished one always and once, before the next is told. */
export class CandleTopic extends PacedTopic {
  protected readonly interval = 1_000;

  constructor(
    name: string,
    parts: TopicParts,
    private readonly code: string,
  ) {
    super(name, parts);
  }

  override barClosed({ at }: Moment): void {
    const closed = periodOf(this.code, at - 1)!;
    if (closed.end === at) this.push(closed, at, true);
  }

  protected override speak({ at }: Moment): void {
    this.push(periodOf(this.code, at)!, at, false);
  }

  private push(period: Period, at: number, confirm: boolean): void {
    const bar = barOf(this.market, period);
    if (!bar) return;
    const candle = toCandle(this.market, period.end - period.start, bar);
    const data = [{ start: candle.start, end: candle.end, interval: this.code, ...pricesOf(candle), confirm, timestamp: at }];
    this.publish(JSON.stringify({ topic: this.name, data, ts: at, type: 'snapshot' }));
  }
}

/** The bar of a period from closed and forming base bars; undefined when its beginning is not known. */
function barOf({ series, closedBars, forming }: BarSource, { start, end }: Period): TickBar | undefined {
  const from = series.indexAt(start);
  if (from < 0) return undefined;
  const to = Math.min(closedBars, from + (end - start) / series.interval);
  const closed = to > from ? joinBars(series, from, to - from, start) : undefined;
  if (!forming || forming.start < start || forming.start >= end) return closed;
  if (!closed) return { ...forming, start };
  const { high, low, close, volume } = forming;
  return {
    ...closed,
    ...{ high: Math.max(closed.high, high), low: Math.min(closed.low, low), close, volume: closed.volume + volume },
  };
}

function pricesOf({ open, close, high, low, volume, turnover }: ReturnType<typeof toCandle>): object {
  return { open, close, high, low, volume, turnover };
}
